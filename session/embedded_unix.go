//go:build unix

package session

import (
	"net"
	"os"
	"syscall"

	"github.com/alicebob/miniredis/v2"
)

// connect gives a connection to the server over a pair of sockets that nobody outside this process can reach. The server's own in-memory pipe
// has no buffer: a pipeline longer than 4 KiB would block on it for ever.
func connect(m *miniredis.Miniredis) (net.Conn, error) {
	probe, err := m.Dial() // starts the server without a port
	if err != nil {
		return nil, err
	}
	_ = probe.Close()
	syscall.ForkLock.RLock()
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(fds[0])
		syscall.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, os.NewSyscallError("socketpair", err)
	}
	ours, err := connOf(fds[0])
	theirs, err2 := connOf(fds[1])
	if err != nil || err2 != nil {
		return nil, net.ErrClosed
	}
	m.Server().ServeConn(theirs)
	return ours, nil
}

func connOf(fd int) (net.Conn, error) {
	f := os.NewFile(uintptr(fd), "redis")
	defer f.Close()
	return net.FileConn(f)
}
