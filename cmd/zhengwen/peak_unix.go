//go:build linux || darwin

package main

import (
	"runtime"
	"syscall"
)

// peakMemory returns the largest resident set of the process in bytes, or 0.
func peakMemory() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(u.Maxrss) // in bytes there
	}
	return int64(u.Maxrss) << 10 // in KiB
}
