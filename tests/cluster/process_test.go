//go:build cluster

package cluster

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// process is a service that runs.
type process struct {
	command *exec.Cmd
	out     *output
	exited  chan struct{}
	err     error
}

// output keeps what a process writes.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// launch starts a process as the given user. It does not outlive the test.
func launch(line, env []string, dir string, as *syscall.Credential) (*process, error) {
	p := &process{out: &output{}, exited: make(chan struct{})}
	p.command = exec.Command(line[0], line[1:]...) //nolint:gosec,noctx // what compose says, ended by end
	p.command.Env, p.command.Dir = env, dir
	p.command.Stdout, p.command.Stderr = p.out, p.out
	p.command.SysProcAttr = &syscall.SysProcAttr{Credential: as, Pdeathsig: syscall.SIGKILL}
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	go func() {
		p.err = p.command.Wait()
		close(p.exited)
	}()
	return p, nil
}

func (p *process) signal(s syscall.Signal) { _ = p.command.Process.Signal(s) }

// end sends the signal and waits until the process is gone, at most for grace: then it is killed, and that is an error.
func (p *process) end(s syscall.Signal, grace time.Duration) error {
	p.signal(s)
	select {
	case <-p.exited:
		return p.err
	case <-time.After(grace):
		p.kill()
		return fmt.Errorf("still there %s after the signal", grace)
	}
}

func (p *process) kill() {
	p.signal(syscall.SIGKILL)
	<-p.exited
}

func (p *process) alive() bool {
	select {
	case <-p.exited:
		return false
	default:
		return true
	}
}

// run runs a command to its end and gives what it said.
func run(ctx context.Context, line, env []string, dir string, as *syscall.Credential) (string, error) {
	c := exec.CommandContext(ctx, line[0], line[1:]...) //nolint:gosec // what compose says
	c.Env, c.Dir = env, dir
	c.SysProcAttr = &syscall.SysProcAttr{Credential: as, Pdeathsig: syscall.SIGKILL}
	out, err := c.CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", strings.Join(line, " "), err, out)
	}
	return string(out), err
}

// find is where a server's program stands: in the path, or where Debian puts those of PostgreSQL and what only root runs. One that is missing fails the
// test: the topology would not be tested.
func find(t *testing.T, name string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin/", "/usr/sbin/", "/usr/local/sbin/"} {
		if found, _ := filepath.Glob(pattern + name); len(found) > 0 {
			return found[len(found)-1]
		}
	}
	require.FailNow(t, name+" is missing: it is part of the topology (Debian: postgresql, redis-server, haproxy, mariadb-server)")
	return ""
}

// userOf is the user that compose names, by numbers; without the right to become somebody else it is whoever runs the test.
func userOf(t *testing.T, s Service) *syscall.Credential {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	uid, gid, _ := strings.Cut(s.User, ":")
	u, err := strconv.ParseUint(uid, 10, 32)
	require.NoError(t, err)
	g, err := strconv.ParseUint(gid, 10, 32)
	require.NoError(t, err)
	return &syscall.Credential{Uid: uint32(u), Gid: uint32(g)}
}

// own makes a directory that belongs to a service's user alone.
func own(t *testing.T, dir string, as *syscall.Credential) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(dir, 0o700))
	if as != nil {
		require.NoError(t, os.Chown(dir, int(as.Uid), int(as.Gid)))
	}
	return dir
}
