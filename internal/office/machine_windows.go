package office

import "golang.org/x/sys/windows/registry"

// Machine is the id that Windows gave this computer; "" when it has none. It is
// copied with a disk image and alone proves nothing.
func Machine() string {
	k, err := registry.OpenKey(registry.LOCAL_MACHINE, `SOFTWARE\Microsoft\Cryptography`, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if err != nil {
		return ""
	}
	defer k.Close()
	id, _, err := k.GetStringValue("MachineGuid")
	if err != nil {
		return ""
	}
	return id
}
