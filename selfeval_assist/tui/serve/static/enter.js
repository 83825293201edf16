// Keeps the key that the link was exchanged for, where no page of another port can read it.
"use strict";

try {
  localStorage.setItem("selfeval-key", document.body.dataset.key);
  location.replace("/");
} catch {
  document.body.textContent = "请在浏览器的设置里允许本页面保存数据，再换一个新链接打开。";
}
