//go:build !unix

package session

import (
	"net"

	"github.com/alicebob/miniredis/v2"
)

// connect gives a connection to the server on a loopback port.
func connect(m *miniredis.Miniredis) (net.Conn, error) {
	if m.Server() == nil {
		if err := m.Start(); err != nil {
			return nil, err
		}
	}
	return net.Dial("tcp", m.Addr())
}
