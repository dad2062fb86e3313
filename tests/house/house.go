// Package house builds the real program, starts it as its own process with settings of the caller's, and stops or kills it: what the end-to-end
// tests and the benchmark stand on.
package house

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Build compiles the program into dir and returns its path.
func Build(ctx context.Context, dir string) (string, error) {
	binary := filepath.Join(dir, "shuangyong")
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", binary, "shuangyong/server")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return binary, nil
}

// Options say what is started, and how.
type Options struct {
	Binary string
	Dir    string   // working directory; the data directory is Dir/data unless Env says otherwise
	Env    []string // SY_… settings; addresses are added when they are not among them
	Before []string // put before the program, for example taskset -c 0
}

// Program is a running program.
type Program struct {
	URL   string // main listener
	Admin string
	PID   int

	command *exec.Cmd
	exited  chan struct{}
	err     error
	out     *log
}

// Start starts the program and returns at once; see Ready.
func Start(o Options) (*Program, error) {
	env := slices.Clone(o.Env)
	p := &Program{exited: make(chan struct{}), out: &log{}}
	for _, address := range []struct {
		name string
		into *string
	}{{"SY_HTTP_ADDR", &p.URL}, {"SY_ADMIN_ADDR", &p.Admin}} {
		addr := value(env, address.name)
		if addr == "" {
			free, err := FreeAddr()
			if err != nil {
				return nil, err
			}
			addr = free
			env = append(env, address.name+"="+addr)
		}
		*address.into = "http://" + addr
	}
	line := append(slices.Clone(o.Before), o.Binary, "serve")
	p.command = exec.Command(line[0], line[1:]...) //nolint:gosec,noctx // the test's own binary, stopped by Stop or Kill
	p.command.Dir = o.Dir
	p.command.Env = append(clean(os.Environ()), env...)
	p.command.Stdout, p.command.Stderr = p.out, p.out
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	p.PID = p.command.Process.Pid
	go func() {
		p.err = p.command.Wait()
		close(p.exited)
	}()
	return p, nil
}

// Ready waits until the program says that it is.
func (p *Program) Ready(ctx context.Context) error {
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Admin+"/readyz", nil)
		if err != nil {
			return err
		}
		if response, err := http.DefaultClient.Do(r); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-again.C:
		case <-p.exited:
			return fmt.Errorf("the program ended: %w\n%s", p.err, p.Log())
		case <-ctx.Done():
			return fmt.Errorf("not ready: %w\n%s", ctx.Err(), p.Log())
		}
	}
}

// Stop asks the program to end and waits until it has.
func (p *Program) Stop(ctx context.Context) error {
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-p.exited:
		if p.err != nil {
			return fmt.Errorf("stopped with %w\n%s", p.err, p.Log())
		}
		return nil
	case <-ctx.Done():
		p.Kill()
		return fmt.Errorf("it did not stop: %w\n%s", ctx.Err(), p.Log())
	}
}

// Kill ends the program as a power cut would (kill -9) and waits until it is gone.
func (p *Program) Kill() {
	_ = p.command.Process.Kill()
	<-p.exited
}

// Log is everything the program wrote.
func (p *Program) Log() string { return p.out.String() }

// FreeAddr is an address on this machine that nobody listens on.
func FreeAddr() (string, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// clean is an environment without settings of the program.
func clean(env []string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(pair string) bool { return strings.HasPrefix(pair, "SY_") })
}

func value(env []string, name string) string {
	for _, pair := range slices.Backward(env) {
		if v, ok := strings.CutPrefix(pair, name+"="); ok {
			return v
		}
	}
	return ""
}

// log keeps what a process writes.
type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// Exited is closed once the program has ended.
func (p *Program) Exited() <-chan struct{} { return p.exited }
