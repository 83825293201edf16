@echo off
setlocal EnableExtensions EnableDelayedExpansion
title 绩效自评助手 安装
cd /d "%~dp0"
rem Not the folder of the same name one higher: there lie the forms that people fill.
set "HOME_DIR=%LOCALAPPDATA%\Programs\selfeval-assist"
set "VERSIONS=3.14 3.13 3.12 3.11"

call :find
if defined PY goto install
rem An installer that was put beside this file is used; nothing is fetched from anywhere.
for %%f in (python-3.1*.exe) do (
    echo 没有找到 Python，正在用旁边的 %%f 安装……
    "%%f" /passive InstallAllUsers=0 Include_launcher=1
    call :find
    if defined PY goto install
)
echo.
echo 没有找到 Python 3.11、3.12、3.13 或 3.14。
echo 请向信息部门要一个 Python 安装程序（如 python-3.12.10-amd64.exe，32 位 Windows 用不带
echo -amd64 的），放到本文件夹里，再双击“安装.bat”。
goto failed

:install
echo 使用 Python %VERSION%：%PY%
if not exist "wheels-%VERSION%.txt" (
    echo 这个安装包里没有 Python %VERSION% 用的文件。请换一个写有 python%VERSION% 的安装包。
    goto failed
)
echo 正在安装到 %HOME_DIR% ……
%PY% -m venv --clear --without-pip "%HOME_DIR%\program"
if errorlevel 1 goto failed
for %%w in (wheels\pip-*.whl) do set "PIP=%%w"
"%HOME_DIR%\program\Scripts\python.exe" "%PIP%\pip" install --quiet --disable-pip-version-check --no-index --no-deps --require-hashes --find-links wheels -r "wheels-%VERSION%.txt"
if errorlevel 1 (
    echo 上面若有 No matching distribution：本机 Python 的位数与安装包名称里的 win_amd64、win32 不同，请换安装包。
    goto failed
)
copy /y "启动.bat" "%HOME_DIR%" >nul
copy /y "icon.ico" "%HOME_DIR%" >nul
powershell -NoProfile -Command "$s = (New-Object -ComObject WScript.Shell).CreateShortcut([Environment]::GetFolderPath('Desktop') + '\绩效自评助手.lnk'); $s.TargetPath = '%HOME_DIR%\启动.bat'; $s.WorkingDirectory = '%HOME_DIR%'; $s.IconLocation = '%HOME_DIR%\icon.ico'; $s.Save()"
echo.
echo 装好了。双击桌面上的“绩效自评助手”开始使用。
pause
exit /b 0

:failed
echo.
echo 没有装好，原来的文件没有改动。请把上面的文字发给信息部门。
pause
exit /b 1

rem PY becomes the command of the newest Python for which there are wheels, VERSION its number.
:find
set "PY="
for %%v in (%VERSIONS%) do if not defined PY (
    py -%%v -c "import venv" >nul 2>nul && (set "PY=py -%%v" & set "VERSION=%%v")
)
if defined PY exit /b
for /f "delims=" %%v in ('python -c "import sys; print('%%d.%%d' %% sys.version_info[:2])" 2^>nul') do set "FOUND=%%v"
for %%v in (%VERSIONS%) do if "!FOUND!"=="%%v" (set "PY=python" & set "VERSION=%%v")
if defined PY exit /b
for %%r in (HKCU HKLM) do for %%v in (%VERSIONS%) do for %%b in ("" "-32") do if not defined PY (
    for /f "tokens=2,*" %%i in ('reg query "%%r\Software\Python\PythonCore\%%v%%~b\InstallPath" /v ExecutablePath 2^>nul ^| find "REG_SZ"') do (
        if exist "%%j" (set PY="%%j"& set "VERSION=%%v")
    )
)
exit /b
