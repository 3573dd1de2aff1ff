Unicode true

# Installer of the desk. `go tool wails build -nsis -installscope user` writes
# wails_tools.nsh and calls makensis; build/package does that.
#
# Per user, into %LOCALAPPDATA%\Programs: a clerk without administrator rights
# can install and update it.

# Texts that wails_tools.nsh would otherwise say in English.
!define WAILS_WIN10_REQUIRED "Loket Aduan memerlukan Windows 10 atau yang lebih baru."
!define WAILS_ARCHITECTURE_NOT_SUPPORTED "Loket Aduan memerlukan Windows 64-bit (amd64)."
!define WAILS_INSTALL_WEBVIEW_DETAILPRINT "Memasang Microsoft Edge WebView2 (memerlukan internet) ..."
!define UNINST_KEY_NAME "LoketAduan"

!include "wails_tools.nsh"

VIProductVersion "${INFO_PRODUCTVERSION}.0"
VIFileVersion    "${INFO_PRODUCTVERSION}.0"

VIAddVersionKey /LANG=1057 "CompanyName"     "${INFO_COMPANYNAME}"
VIAddVersionKey /LANG=1057 "FileDescription" "Pemasang ${INFO_PRODUCTNAME}"
VIAddVersionKey /LANG=1057 "ProductVersion"  "${INFO_PRODUCTVERSION}"
VIAddVersionKey /LANG=1057 "FileVersion"     "${INFO_PRODUCTVERSION}"
VIAddVersionKey /LANG=1057 "LegalCopyright"  "${INFO_COPYRIGHT}"
VIAddVersionKey /LANG=1057 "ProductName"     "${INFO_PRODUCTNAME}"

ManifestDPIAware true

!include "MUI2.nsh"

!define MUI_ICON "..\icon.ico"
!define MUI_UNICON "..\icon.ico"
!define MUI_FINISHPAGE_NOAUTOCLOSE
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PRODUCT_EXECUTABLE}"
!define MUI_FINISHPAGE_RUN_TEXT "Buka ${INFO_PRODUCTNAME} sekarang"
!define MUI_ABORTWARNING

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH

!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE "Indonesian"

Name "${INFO_PRODUCTNAME}"
OutFile "..\..\bin\${INFO_PROJECTNAME}-${ARCH}-installer.exe"
InstallDir "$LOCALAPPDATA\Programs\${INFO_PRODUCTNAME}"
ShowInstDetails show

!define WEBVIEW2_KEY "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"

Function .onInit
  !insertmacro wails.checkArchitecture
FunctionEnd

# The small WebView2 set-up inside needs the internet. Where it failed, the desk
# would not open a window: say so now, and say what to do.
Function checkWebView2
  SetRegView 64
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${WEBVIEW2_KEY}" "pv"
  ${If} $0 != ""
  ${AndIf} $0 != "0.0.0.0"
    Return
  ${EndIf}
  ReadRegStr $0 HKCU "Software\${WEBVIEW2_KEY}" "pv"
  ${If} $0 != ""
  ${AndIf} $0 != "0.0.0.0"
    Return
  ${EndIf}
  MessageBox MB_OK|MB_ICONEXCLAMATION "Microsoft Edge WebView2 belum ada di komputer ini dan tidak dapat diunduh.$\r$\n$\r$\nLoket Aduan tetap dipasang, tetapi baru dapat dibuka setelah WebView2 dipasang. Mintalah berkas MicrosoftEdgeWebView2RuntimeInstallerX64.exe kepada admin kabupaten dan pasang dari USB." /SD IDOK
FunctionEnd

Section
  !insertmacro wails.setShellContext
  !insertmacro wails.webview2runtime
  Call checkWebView2

  SetOutPath $INSTDIR
  !insertmacro wails.files

  CreateShortcut "$SMPROGRAMS\${INFO_PRODUCTNAME}.lnk" "$INSTDIR\${PRODUCT_EXECUTABLE}"
  CreateShortCut "$DESKTOP\${INFO_PRODUCTNAME}.lnk" "$INSTDIR\${PRODUCT_EXECUTABLE}"

  !insertmacro wails.writeUninstaller
SectionEnd

# The register in %LOCALAPPDATA%\LoketAduan stays: removing the program never
# removes what a clerk wrote. Only named files go, never the whole folder, which
# somebody may have chosen to be one with other things in it.
Section "uninstall"
  !insertmacro wails.setShellContext

  RMDir /r "$APPDATA\${PRODUCT_EXECUTABLE}" # browser cache of the window
  Delete "$INSTDIR\${PRODUCT_EXECUTABLE}"
  Delete "$SMPROGRAMS\${INFO_PRODUCTNAME}.lnk"
  Delete "$DESKTOP\${INFO_PRODUCTNAME}.lnk"

  !insertmacro wails.deleteUninstaller
  RMDir "$INSTDIR"
  DetailPrint "Data pengaduan di $LOCALAPPDATA\LoketAduan tidak dihapus."
SectionEnd
