@echo off
title 绩效自评助手（用完后关闭这个窗口）
set "PROGRAM=%LOCALAPPDATA%\Programs\selfeval-assist\program\Scripts\selfeval-assist.exe"
if not exist "%PROGRAM%" (
    echo 还没有安装。请先双击安装包里的“安装.bat”。
    pause
    exit /b 1
)
echo 浏览器会自动打开。使用时请不要关闭这个窗口，用完后再关。
"%PROGRAM%" serve
if errorlevel 1 pause
