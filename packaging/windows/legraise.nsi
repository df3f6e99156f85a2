; The installer for Windows, made by `make windows-installer`: for the user alone, so nobody is asked for an
; administrator's password. The record of people stays when the program goes.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
!include "MUI2.nsh"
!include "FileFunc.nsh"

Name "LegRaise"
OutFile "${TO}"
InstallDir "$LOCALAPPDATA\Programs\LegRaise"
RequestExecutionLevel user
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "LegRaise"
VIAddVersionKey "FileDescription" "Measures the straight-leg raise with a camera"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "The LegRaise developers; MIT or Apache-2.0"

!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\LegRaise"
!define OPENER "Software\Classes\Applications\legraisew.exe"

!define MUI_ICON "${FROM}/legraise.ico"
!define MUI_UNICON "${FROM}/legraise.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\legraisew.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "French"

Section
    SetOutPath "$INSTDIR"
    ; an older version's files
    RMDir /r "$INSTDIR\models"
    RMDir /r "$INSTDIR\runtime"
    File /r "${FROM}/*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\LegRaise.lnk" "$INSTDIR\legraisew.exe" "" "$INSTDIR\legraise.ico"

    ; "Open with" for recordings
    WriteRegStr HKCU "${OPENER}" "FriendlyAppName" "LegRaise"
    WriteRegStr HKCU "${OPENER}\DefaultIcon" "" "$INSTDIR\legraise.ico"
    WriteRegStr HKCU "${OPENER}\shell\open\command" "" '"$INSTDIR\legraisew.exe" live "%1"'
    WriteRegStr HKCU "${OPENER}\SupportedTypes" ".mp4" ""
    WriteRegStr HKCU "${OPENER}\SupportedTypes" ".mov" ""
    WriteRegStr HKCU "${OPENER}\SupportedTypes" ".mkv" ""
    WriteRegStr HKCU "${OPENER}\SupportedTypes" ".webm" ""
    WriteRegStr HKCU "${OPENER}\SupportedTypes" ".avi" ""

    ; what stands in the list of programs
    WriteRegStr HKCU "${REMOVAL}" "DisplayName" "LegRaise"
    WriteRegStr HKCU "${REMOVAL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${REMOVAL}" "DisplayIcon" "$INSTDIR\legraise.ico"
    WriteRegStr HKCU "${REMOVAL}" "Publisher" "The LegRaise developers"
    WriteRegStr HKCU "${REMOVAL}" "URLInfoAbout" "https://github.com/legraise/legraise"
    WriteRegStr HKCU "${REMOVAL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${REMOVAL}" "NoModify" 1
    WriteRegDWORD HKCU "${REMOVAL}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegDWORD HKCU "${REMOVAL}" "EstimatedSize" "$0"
SectionEnd

Section "Uninstall"
    RMDir /r "$INSTDIR\models"
    RMDir /r "$INSTDIR\runtime"
    RMDir /r "$INSTDIR\samples"
    RMDir /r "$INSTDIR\docs"
    Delete "$INSTDIR\*.exe"
    Delete "$INSTDIR\*.dll"
    Delete "$INSTDIR\*.md"
    Delete "$INSTDIR\*.txt"
    Delete "$INSTDIR\*.html"
    Delete "$INSTDIR\legraise.ico"
    Delete "$INSTDIR\LICENSE-*"
    Delete "$INSTDIR\voice-NOTICE"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\LegRaise.lnk"
    DeleteRegKey HKCU "${OPENER}"
    DeleteRegKey HKCU "${REMOVAL}"
SectionEnd
