package office

import (
	"fmt"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	winspool         = windows.NewLazySystemDLL("winspool.drv")
	openPrinter      = winspool.NewProc("OpenPrinterW")
	closePrinter     = winspool.NewProc("ClosePrinter")
	startDocPrinter  = winspool.NewProc("StartDocPrinterW")
	endDocPrinter    = winspool.NewProc("EndDocPrinter")
	startPagePrinter = winspool.NewProc("StartPagePrinter")
	endPagePrinter   = winspool.NewProc("EndPagePrinter")
	writePrinter     = winspool.NewProc("WritePrinter")
	enumPrinters     = winspool.NewProc("EnumPrintersW")
)

// docInfo is DOC_INFO_1.
type docInfo struct{ name, output, datatype *uint16 }

// printerInfo is PRINTER_INFO_4.
type printerInfo struct {
	name, server *uint16
	attributes   uint32
}

// spool hands the commands to the Windows spooler as they are (RAW); a port such
// as LPT1: or a path with a drive is written to directly.
func spool(target string, raw []byte) error {
	if len(raw) == 0 {
		return nil
	}
	if strings.HasSuffix(target, ":") || len(target) > 2 && target[1] == ':' {
		return toFile(target, raw)
	}
	name, err := windows.UTF16PtrFromString(target)
	if err != nil {
		return err
	}
	var h windows.Handle
	if ok, _, err := openPrinter.Call(uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(&h)), 0); ok == 0 {
		return fmt.Errorf("open printer: %w", err)
	}
	defer closePrinter.Call(uintptr(h))
	title, _ := windows.UTF16PtrFromString("Tanda terima") // no zero in it
	kind, _ := windows.UTF16PtrFromString("RAW")
	doc := docInfo{name: title, datatype: kind}
	if job, _, err := startDocPrinter.Call(uintptr(h), 1, uintptr(unsafe.Pointer(&doc))); job == 0 {
		return fmt.Errorf("start document: %w", err)
	}
	defer endDocPrinter.Call(uintptr(h))
	if ok, _, err := startPagePrinter.Call(uintptr(h)); ok == 0 {
		return fmt.Errorf("start page: %w", err)
	}
	defer endPagePrinter.Call(uintptr(h))
	for len(raw) > 0 {
		var written uint32
		if ok, _, err := writePrinter.Call(uintptr(h), uintptr(unsafe.Pointer(&raw[0])), uintptr(len(raw)), uintptr(unsafe.Pointer(&written))); ok == 0 || written == 0 {
			return fmt.Errorf("write printer: %w", err)
		}
		raw = raw[written:]
	}
	return nil
}

// Printers that Windows knows, its own and those of the network.
func Printers() []string {
	const local, connections, level = 2, 4, 4
	out := []string{}
	var need, count uint32
	enumPrinters.Call(local|connections, 0, level, 0, 0, uintptr(unsafe.Pointer(&need)), uintptr(unsafe.Pointer(&count)))
	if need == 0 {
		return out
	}
	// in words of eight bytes, because it holds pointers
	buf := make([]uint64, (need+7)/8)
	if ok, _, _ := enumPrinters.Call(local|connections, 0, level, uintptr(unsafe.Pointer(&buf[0])), uintptr(len(buf)*8), uintptr(unsafe.Pointer(&need)), uintptr(unsafe.Pointer(&count))); ok == 0 {
		return out
	}
	for _, p := range unsafe.Slice((*printerInfo)(unsafe.Pointer(&buf[0])), count) {
		out = append(out, windows.UTF16PtrToString(p.name))
	}
	return out
}
