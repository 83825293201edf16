// Around the terminal of textual-serve: the connection in words, the clipboard, files.
"use strict";

(() => {
  const ENDED = 4000, FAILED = 4001, TAKEN = 4003, FULL = 4004;
  const LONGEST_PASTE = 200000;
  const TAB = "selfeval-tab";
  const byId = (id) => document.getElementById(id);
  let socket = null;

  // The name of this tab; it outlives a reload, so that the same program is found again.
  function tabName() {
    const kept = sessionStorage.getItem(TAB) || crypto.randomUUID();
    sessionStorage.setItem(TAB, kept);
    return kept;
  }

  function state(text) {
    byId("state").textContent = text;
  }

  function cover(text, again = false) {
    byId("cover").hidden = !text;
    byId("message").textContent = text;
    byId("again").hidden = !again;
    if (again) byId("again").focus();
  }

  function send(...message) {
    if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  function focusTerminal() {
    const area = document.querySelector(".xterm-helper-textarea");
    if (area) area.focus();
  }

  // Nothing that a form holds may open another page.
  window.open = () => null;

  // The library keeps its socket to itself; this one says its tab and is known here too.
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(url) {
      super(`${url}&tab=${tabName()}`);
      socket = this;
      this.addEventListener("open", () => {
        state("已连接，内容自动保存");
        focusTerminal();
        send("focus");
      });
      this.addEventListener("message", received);
      this.addEventListener("close", (event) => closed(event.code));
    }
  };

  function received(event) {
    if (typeof event.data !== "string") {
      // The first packets only set up the terminal; the cover goes when something is drawn.
      if (event.data.byteLength > 200) cover("");
      return;
    }
    const [kind, detail] = JSON.parse(event.data);
    if (kind === "deliver_file_start") {
      const link = document.createElement("a");
      link.href = `/download/${encodeURIComponent(detail)}`;
      link.download = "";
      link.click();
    } else if (kind === "pick_file") {
      byId("file").click();
    }
  }

  function closed(code) {
    state("未连接");
    if (code === ENDED) {
      cover("已退出，内容都已保存。可以关闭这个页面。", true);
    } else if (code === FAILED) {
      cover("程序意外停止。自动保存过的内容都在，启动窗口里有出错的说明。", true);
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

  async function reconnect() {
    for (let tries = 0; ; tries++) {
      cover(
        tries < 3
          ? "连接断开，正在重新连接…\n内容没有丢失。"
          : "服务没有应答，还在重试…\n如果启动它的窗口已经关闭，请重新运行 selfeval-assist serve，" +
              "并打开新显示的链接。内容都保存在本机。"
      );
      await new Promise((done) => setTimeout(done, 1000));
      try {
        const answer = await fetch("/alive", { cache: "no-store" });
        if (answer.ok) return location.reload();
        if (answer.status === 403) {
          return cover("服务重新启动过。请打开启动窗口里新显示的链接。内容都保存在本机。");
        }
      } catch {
        // Not there; try again.
      }
    }
  }

  // The terminal would turn these into control characters; the browser shall have them: paste,
  // zoom and reload.
  function isForBrowser(event) {
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    return (
      (control && !event.altKey && ["v", "r", "+", "-", "=", "0"].includes(key)) ||
      (event.shiftKey && key === "insert")
    );
  }

  document.addEventListener(
    "keydown",
    (event) => {
      if (isForBrowser(event)) event.stopImmediatePropagation();
    },
    true
  );

  // A pasted text is text: it can neither end the paste by itself nor press a key.
  document.addEventListener(
    "paste",
    (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
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

  async function upload(files) {
    for (const file of files) {
      state(`正在上传 ${file.name}…`);
      try {
        const answer = await fetch(`/upload?tab=${tabName()}`, {
          method: "POST",
          headers: { "X-File-Name": encodeURIComponent(file.name) },
          body: file,
        });
        const problem = answer.status === 413 ? "文件超过 64 MB，没有上传" : "没有上传成功，请再试一次";
        state(answer.ok ? `已上传 ${file.name}` : problem);
      } catch {
        state("没有上传成功，请再试一次");
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
  byId("again").addEventListener("click", () => location.reload());
  byId("download").addEventListener("click", () => send("asked", "download"));
  byId("upload").addEventListener("click", () => byId("file").click());
  byId("bar").addEventListener("mousedown", (event) => event.preventDefault());
  window.addEventListener("focus", focusTerminal);

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
      start(new Event("load"));
    };
    script.onerror = () => cover("页面没有装好，请重新打开。", true);
    document.body.append(script);
  }
  begin();
})();
