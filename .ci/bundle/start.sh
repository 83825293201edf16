#!/bin/sh
# Opens the screens in the browser; the program ends with this window.
echo "浏览器会自动打开。使用时请不要关闭这个窗口，用完后再关。"
exec "$(dirname "$0")/bin/selfeval-assist" serve
