// Around the terminal of textual-serve: the connection in words, the clipboard, files.
"use strict";

(() => {
  const ENDED = 4000, FAILED = 4001, STOPPED = 4002, TAKEN = 4003, FULL = 4004, REPLACED = 4005;
  const LONGEST_PASTE = 200000;
  const PATIENCE = 3000;
  const RESTART = "要继续填报，请重新运行 selfeval-assist serve，并打开新显示的链接。";
  const CONNECTED = "已连接，内容自动保存";
  const LOST = "断线时输入的最后几个字没有送到，请核对后重新输入";
  const RENEW = "请打开启动窗口里最新的链接；它如果已经用过，按回车换一个。\n内容都保存在本机。";
  const TAB = "selfeval-tab";
  // What the link was exchanged for, beside the cookie; "none" is a key that opens nothing.
  const KEY = localStorage.getItem("selfeval-key") || "none";
  const byId = (id) => document.getElementById(id);
  let socket = null;
  let asked = 0;
  let uncopied = "";

  // The name of this tab; it outlives a reload, so that the same program is found again.
  function tabName() {
    const kept = sessionStorage.getItem(TAB) || crypto.randomUUID();
    sessionStorage.setItem(TAB, kept);
    return kept;
  }

  function state(text, late = "") {
    byId("state").textContent = byId("state").title = text;
    byId("state").dataset.late = late;
  }

  // Under the cover every key is the browser's, so that F5 loads the page again.
  function cover(text, again = false) {
    const before = byId("cover").hidden;
    byId("cover").hidden = !text;
    // What lies under it is neither read aloud nor reached by Tab.
    for (const each of document.querySelectorAll("#bar, main")) each.inert = Boolean(text);
    if (!text) {
      if (!before) focusTerminal();
      return;
    }
    document.activeElement.blur();
    byId("message").textContent = text;
    byId("again").hidden = !again;
    if (again) byId("again").focus();
  }

  function send(...message) {
    if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  function focusTerminal() {
    const area = document.querySelector(".xterm-helper-textarea");
    if (area && byId("cover").hidden) area.focus();
  }

  // Nothing that a form holds may open another page.
  window.open = () => null;

  // The library keeps its socket to itself; this one says its tab and is known here too.
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(url) {
      super(`${url}&tab=${tabName()}`, ["selfeval", KEY]);
      socket = this;
      this.addEventListener("open", () => {
        state(CONNECTED);
        send("focus");
      });
      this.addEventListener("message", received);
      this.addEventListener("close", (event) => closed(event.code));
    }

    // What is typed carries a number, by which the server tells what it has.
    send(data) {
      const [kind, text] = JSON.parse(data);
      super.send(kind === "stdin" ? JSON.stringify([kind, text, typed.keep(text)]) : data);
    }

    sendAgain(waiting) {
      for (const [number, text] of waiting) super.send(JSON.stringify(["stdin", text, number]));
    }
  };

  function received(event) {
    if (typeof event.data !== "string") {
      // The first packets only set up the terminal; the cover goes when something is drawn.
      if (event.data.byteLength > 200) cover("");
      return;
    }
    const [kind, detail, number] = JSON.parse(event.data);
    if (kind === "deliver_file_start") {
      const link = document.createElement("a");
      link.href = `/download/${encodeURIComponent(detail)}`;
      link.download = "";
      link.click();
    } else if (kind === "program") {
      const { again, lost } = typed.meets(detail, number);
      socket.sendAgain(again);
      if (lost) state(LOST);
    } else if (kind === "alive") {
      typed.arrived(detail);
      if (byId("state").dataset.late) state(CONNECTED);
      asked = 0;
    } else if (kind === "pick_file") {
      byId("file").click();
    } else if (kind === "plain") {
      show(detail);
    }
  }

  // A connection can stand while nobody answers: what is typed then is on its way, not stored.
  setInterval(() => {
    if (!socket || socket.readyState !== WebSocket.OPEN) return;
    if (!asked) {
      asked = Date.now();
      send("alive");
    } else if (Date.now() - asked > PATIENCE) {
      state("服务没有应答，刚输入的内容还没有保存，请稍等", "late");
    }
  }, 1000);

  function closed(code) {
    state("未连接");
    asked = 0;
    // A program that has ended, and a page that is another's copy, have nothing to go on with.
    if ([ENDED, FAILED, STOPPED, TAKEN].includes(code)) typed.forget();
    if (code === ENDED) {
      cover("已退出，内容都已保存。可以关闭这个页面。", true);
    } else if (code === FAILED) {
      cover("程序意外停止。自动保存过的内容都在，启动窗口里有出错的说明。", true);
    } else if (code === STOPPED) {
      cover(`服务已经结束，内容都已保存。\n${RESTART}`);
    } else if (code === REPLACED) {
      cover(`启动窗口里换了新链接，这个页面已经失效。\n${RENEW}`);
    } else if (code === FULL) {
      cover("打开的页面太多了。请先关闭几个，再重新打开。", true);
    } else if (code === TAKEN) {
      // This tab was duplicated from another one, which keeps the program.
      sessionStorage.removeItem(TAB);
      location.reload();
    } else {
      reconnect();
    }
  }

  // The form as plain text beside the terminal. It changes in place only when there is something
  // new, so that whoever reads or searches it is not disturbed.
  let plain = "";
  function show(text) {
    if (text === plain) return;
    plain = text;
    byId("plain").innerHTML = text;
  }

  byId("reader").addEventListener("click", () => {
    const open = byId("plain").hidden;
    byId("plain").hidden = !open;
    byId("reader").setAttribute("aria-pressed", String(open));
    document.body.classList.toggle("reading", open);
    window.dispatchEvent(new Event("resize"));
    if (open) {
      send("asked", "plain");
      byId("plain").focus();
    } else focusTerminal();
  });
  setInterval(() => {
    if (!byId("plain").hidden) send("asked", "plain");
  }, 2000);

  function safe() {
    const waits = typed.waits() ? "刚输入的内容还没有送到，连上以后自动补上；" : "";
    return `${waits}已经保存的内容都在本机。`;
  }

  async function reconnect() {
    for (let tries = 0; ; tries++) {
      cover(
        tries < 3
          ? `连接断开，正在重新连接…\n${safe()}`
          : `服务没有应答，还在重试…\n如果启动它的窗口已经关闭：${RESTART}\n${safe()}`
      );
      await new Promise((done) => setTimeout(done, 1000));
      if (await loadAgain()) return;
    }
  }

  // Load the page again when the server is there; without one the browser would show a page of
  // its own, in its own language. Return whether there is nothing left to try.
  async function loadAgain() {
    try {
      const answer = await fetch("/alive", {
        cache: "no-store",
        headers: { "X-Selfeval-Key": KEY },
      });
      if (answer.ok) location.reload();
      else if (answer.status === 403) {
        const lost = typed.waits() ? `${LOST}。\n` : "";
        cover(`服务重新启动过，或者打开页面用的链接已经失效。\n${lost}${RENEW}`);
      }
      return answer.ok || answer.status === 403;
    } catch {
      return false;
    }
  }

  // The terminal would turn these into control characters; the browser shall have them: paste,
  // zoom, reload and full screen. F5 and Ctrl+R alone are keys of the program.
  function isForBrowser(event) {
    const control = event.ctrlKey || event.metaKey;
    const key = (event.key || "").toLowerCase();
    return (
      (control && key === "f" && !byId("plain").hidden) ||
      (control && !event.altKey && ["v", "+", "-", "=", "0", "f5"].includes(key)) ||
      (control && key === "r" && (event.shiftKey || event.metaKey)) ||
      (event.shiftKey && key === "insert") ||
      key === "f11"
    );
  }

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey && event.shiftKey && event.code === "KeyF") {
        // The way out of the terminal, which takes Tab for itself.
        event.preventDefault();
        event.stopImmediatePropagation();
        byId("reader").click();
      } else if (isForBrowser(event)) event.stopImmediatePropagation();
      else if (isForProgram(event)) event.preventDefault();
    },
    true
  );

  // A terminal that can be read aloud would leave F1 and the like to the browser as well.
  function isForProgram(event) {
    const named = event.key.length > 1 && !["Process", "Dead", "Unidentified"].includes(event.key);
    return named && !event.isComposing && event.target.matches(".xterm-helper-textarea");
  }

  // A terminal that can be read aloud leaves text to itself that comes without a key: from an input
  // method, a voice, a panel of signs.
  let pressed = false;
  document.addEventListener("keydown", () => (pressed = true), true);
  document.addEventListener("keyup", () => (pressed = false), true);
  document.addEventListener(
    "input",
    (event) => {
      if (!event.target.matches(".xterm-helper-textarea") || pressed) return;
      if (event.inputType === "insertText" && event.data) send("stdin", event.data);
    },
    true
  );

  // A pasted text is text: it can neither end the paste by itself nor press a key.
  document.addEventListener(
    "paste",
    (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (byId("plain").contains(document.activeElement)) return;
      if (event.clipboardData.files.length) return upload(event.clipboardData.files);
      const text = event.clipboardData
        .getData("text/plain")
        .replace(/\r\n?/g, "\n")
        .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "");
      if (text.length > LONGEST_PASTE) return state("粘贴的内容超过 20 万字，没有粘贴");
      send("stdin", `\x1b[200~${text}\x1b[201~`);
    },
    true
  );

  // The program asks for a copy some time after the key; a browser may refuse it then, but not to
  // a click.
  const write = navigator.clipboard.writeText.bind(navigator.clipboard);
  navigator.clipboard.writeText = async (text) => {
    try {
      await write(text);
      uncopied = "";
    } catch {
      uncopied = text;
      state("浏览器没有允许复制，请点左边的“复制”");
    }
    byId("copy").hidden = !uncopied;
  };
  byId("copy").addEventListener("click", async () => {
    await navigator.clipboard.writeText(uncopied);
    if (!uncopied) state("已复制");
  });

  const PROBLEM = "没有上传成功，请再试一次";
  const PROBLEMS = {
    413: "文件超过 64 MB，没有上传",
    429: "正在上传的文件太多，请稍后再试",
    507: "本机磁盘写不进去，没有上传",
  };

  async function upload(files) {
    for (const file of files) {
      state(`正在上传 ${file.name}…`);
      try {
        const answer = await fetch(`/upload?tab=${tabName()}`, {
          method: "POST",
          headers: { "X-File-Name": encodeURIComponent(file.name), "X-Selfeval-Key": KEY },
          body: file,
        });
        state(answer.ok ? `已上传 ${file.name}` : PROBLEMS[answer.status] || PROBLEM);
      } catch {
        state(PROBLEM);
      }
    }
  }

  byId("file").addEventListener("change", () => {
    upload(byId("file").files).then(() => (byId("file").value = ""));
    focusTerminal();
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    upload(event.dataTransfer.files);
  });
  byId("again").addEventListener("click", async () => {
    if (!(await loadAgain())) cover(`服务已经结束，内容都保存在本机。\n${RESTART}`, true);
  });
  for (const each of document.querySelectorAll(".download"))
    each.addEventListener("click", () => send("asked", each.dataset.kind));
  byId("upload").addEventListener("click", () => byId("file").click());
  // A click beside the terminal leaves the keys where they are.
  document.addEventListener("mousedown", (event) => {
    if (!event.target.closest(".xterm, #cover, #plain")) event.preventDefault();
  });
  window.addEventListener("focus", () => {
    if (!byId("plain").contains(document.activeElement)) focusTerminal();
  });

  function nameTerminal() {
    const area = document.querySelector(".xterm-helper-textarea");
    if (area) area.setAttribute("aria-label", "填报界面的输入处");
    const screen = document.querySelector(".xterm-accessibility [role=list]");
    if (screen) screen.setAttribute("aria-label", "填报界面的各行");
    const told = document.querySelector(".xterm .live-region");
    if (told)
      new MutationObserver(() => {
        if (/^Too much/.test(told.textContent)) told.textContent = "内容较多，请逐行看，或打开文字版。";
      }).observe(told, { childList: true, characterData: true, subtree: true });
  }

  // The terminal measures its font once, when it begins: the font must be there by then.
  async function begin() {
    const faces = ["16px", "bold 16px", "italic 16px"].map((face) =>
      document.fonts.load(`${face} "Roboto Mono"`, "a汉")
    );
    const late = new Promise((done) => setTimeout(done, 3000));
    await Promise.race([Promise.allSettled(faces), late]);
    const script = document.createElement("script");
    script.src = "/static/js/textual.js";
    script.onload = () => {
      // The library begins when the window has loaded, which may be over or still to come.
      const start = window.onload;
      window.onload = null;
      // It keeps its terminal to itself: what it is given next is how we come to know it.
      let made = null;
      Object.defineProperty(Object.prototype, "fitAddon", {
        configurable: true,
        set(value) {
          Object.defineProperty(this, "fitAddon", { value, writable: true, enumerable: true });
          made = this.terminal;
        },
      });
      start(new Event("load"));
      delete Object.prototype.fitAddon;
      if (made) made.options.screenReaderMode = true;
      nameTerminal();
    };
    script.onerror = () => cover("页面没有装好，请重新打开。", true);
    document.body.append(script);
  }
  begin();
})();
