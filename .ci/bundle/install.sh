#!/bin/sh
# Installs the program for the person who runs this, without a network.
set -eu
cd "$(dirname "$0")"
home="${XDG_DATA_HOME:-$HOME/.local/share}/selfeval-assist-program"

python=""
for version in 3.14 3.13 3.12 3.11; do
    [ -f "wheels-$version.txt" ] || continue
    if command -v "python$version" >/dev/null 2>&1; then
        python="python$version"
        break
    fi
    # A system may call its only Python python3.
    found="$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true)"
    if [ "$found" = "$version" ]; then
        python=python3
        break
    fi
done
if [ -z "$python" ]; then
    echo "没有找到本安装包能用的 Python（$(ls wheels-*.txt | sed 's/wheels-\(.*\)\.txt/\1/' | tr '\n' ' ')）。"
    echo "请用系统的软件商店或向信息部门安装其中一个版本，再运行一次。"
    exit 1
fi

echo "使用 Python $version，安装到 $home ……"
# pip comes from its wheel: some systems leave it out of what venv can make.
"$python" -m venv --clear --without-pip "$home"
"$home/bin/python" "$(echo wheels/pip-*.whl)/pip" install --quiet --disable-pip-version-check \
    --no-index --no-deps --require-hashes --find-links wheels -r "wheels-$version.txt"
cp start.sh icon.ico "$home/"

menu="${XDG_DATA_HOME:-$HOME/.local/share}/applications"
mkdir -p "$menu"
cat >"$menu/selfeval-assist.desktop" <<ENTRY
[Desktop Entry]
Type=Application
Name=绩效自评助手
Comment=项目支出绩效自评表的填报、核算和检查
Exec="$home/start.sh"
Icon=$home/icon.ico
Terminal=true
Categories=Office;
ENTRY
echo "装好了。在程序菜单里打开“绩效自评助手”，或运行 $home/start.sh"
