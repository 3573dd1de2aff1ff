// Package main is loket-pusat, the central server of the regency and its
// administration commands.
package main

import (
	"fmt"
	"os"
)

func main() {
	command := ""
	if len(os.Args) > 1 {
		command = os.Args[1]
	}
	switch command {
	case "deadline":
		os.Exit(runDeadline(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
	default:
		fmt.Fprintln(os.Stderr, "Pemakaian: loket-pusat deadline --cases BERKAS.csv")
		os.Exit(2)
	}
}
