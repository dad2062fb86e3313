//go:build cluster

package cluster

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"shuangyong/tests/house"
)

// place is where a container's names and paths are on this machine: a host and a port is a port of loopback, a mounted file or directory is one below base.
type place struct {
	base      string
	compose   Compose
	addresses map[string]string // service:port in a container → address here
}

// ports are what the services listen on in their containers.
func ports() map[string][]string {
	replica := []string{"8080", "9090"}
	return map[string][]string{"proxy": {"8080", "8443", "8404"}, "app1": replica, "app2": replica, "postgres": {"5432"}, "redis": {"6379"}}
}

func newPlace(t *testing.T, variables map[string]string) *place {
	t.Helper()
	base, err := os.MkdirTemp("", "shuangyong-cluster-")
	require.NoError(t, err)
	variables["SY_SECRETS"] = filepath.Join(base, "safe")
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(base)) })
	require.NoError(t, os.Chmod(base, 0o755)) // #nosec G302 -- the services' users go through it
	p := &place{base: base, compose: readCompose(t, variables), addresses: map[string]string{}}
	for service, all := range ports() {
		for _, port := range all {
			p.addresses[service+":"+port], err = house.FreeAddr()
			require.NoError(t, err)
		}
	}
	return p
}

func (p *place) dir(service string) string { return filepath.Join(p.base, service) }

// port is the port here of a service's port there.
func (p *place) port(service, port string) string {
	_, here, _ := strings.Cut(p.addresses[service+":"+port], ":")
	return here
}

var hostAndPort = regexp.MustCompile(`(\*|[A-Za-z0-9.]+):(\d+)`)

// here translates what compose says to a service.
func (p *place) here(service, said string) string {
	for there, path := range p.mounts(service) {
		if said == there || strings.HasPrefix(said, there+"/") {
			return path + said[len(there):]
		}
	}
	if said == p.compose.Services["proxy"].Networks["front"] {
		return "127.0.0.1" // whence the proxy calls here
	}
	return hostAndPort.ReplaceAllStringFunc(said, func(found string) string {
		host, port, _ := strings.Cut(found, ":")
		if host == "*" || host == "0.0.0.0" || host == "127.0.0.1" {
			host = service
		}
		if address, known := p.addresses[host+":"+port]; known {
			return address
		}
		return found
	})
}

// mounts are a service's secrets, files and volumes: path there → path here.
func (p *place) mounts(service string) map[string]string {
	all := map[string]string{"/run/secrets": filepath.Join(p.dir(service), "secrets")}
	for _, volume := range p.compose.Services[service].Volumes {
		from, to, _ := strings.Cut(volume, ":")
		to = strings.TrimSuffix(to, ":ro")
		switch {
		case filepath.Base(from) == "tls": // mounted from within the safe, which nobody else enters here
			from = filepath.Join(p.dir(service), "tls")
		case strings.HasPrefix(from, "./"):
			from = filepath.Join(p.dir(service), "mounted", filepath.Base(from))
		case !filepath.IsAbs(from):
			from = filepath.Join(p.base, "volumes", from)
		}
		all[to] = from
	}
	return all
}

// command is what a service runs, here.
func (p *place) command(service string) []string {
	return p.all(service, p.compose.Services[service].Command)
}

func (p *place) all(service string, words []string) []string {
	here := make([]string, len(words))
	for i, word := range words {
		here[i] = p.here(service, word)
	}
	return here
}

// environment is what compose gives a service, and no more than what a process needs besides.
func (p *place) environment(service string) []string {
	env := []string{"PATH=" + os.Getenv("PATH")}
	for name, value := range p.compose.Services[service].Environment {
		if strings.HasSuffix(name, "_ADMIN_PORT") { // alone without its host
			value = p.port(strings.ToLower(strings.TrimSuffix(name, "_ADMIN_PORT")), value)
		}
		env = append(env, name+"="+p.here(service, value))
	}
	return env
}

// makeSecrets lets deploy/make-secrets.sh make them, and gives each service those that compose gives it, readable for its user as in a container.
func (p *place) makeSecrets(t *testing.T) {
	t.Helper()
	safe := filepath.Dir(p.compose.Secrets["secret_key"].File)
	script, err := filepath.Abs(filepath.Join(root, "deploy/make-secrets.sh"))
	require.NoError(t, err)
	_, err = run(t.Context(), []string{script, "--demo", safe}, os.Environ(), p.base, nil)
	require.NoError(t, err)
	before := p.secret(t, "redis_url")
	_, err = run(t.Context(), []string{script, "--demo", safe}, os.Environ(), p.base, nil)
	require.NoError(t, err)
	require.Equal(t, before, p.secret(t, "redis_url"), "what is there is left alone")
	info, err := os.Stat(safe)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm(), "nobody else gets in")
	for service := range p.compose.Services {
		p.handOut(t, service)
	}
}

// handOut mounts a service's secrets and files: as copies, for its user may not enter where they stand.
func (p *place) handOut(t *testing.T, service string) {
	t.Helper()
	s := p.compose.Services[service]
	for _, volume := range s.Volumes {
		if from, to, _ := strings.Cut(volume, ":"); strings.HasPrefix(from, "./") {
			content, err := os.ReadFile(filepath.Join(root, from))
			require.NoError(t, err)
			into := p.here(service, strings.TrimSuffix(to, ":ro"))
			require.NoError(t, os.MkdirAll(filepath.Dir(into), 0o755)) // #nosec G301 -- see newPlace
			require.NoError(t, os.WriteFile(into, content, 0o644))     // #nosec G306 -- likewise
		}
	}
	dir := filepath.Join(p.dir(service), "secrets")
	require.NoError(t, os.MkdirAll(dir, 0o755)) // #nosec G301 -- as /run/secrets is
	for _, name := range s.Secrets {
		path := filepath.Join(dir, name)
		info, err := os.Stat(p.compose.Secrets[name].File)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, []byte(p.here(service, p.secret(t, name))), info.Mode().Perm()))
	}
}

// secret is what a secret's file holds.
func (p *place) secret(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(p.compose.Secrets[name].File)
	require.NoError(t, err)
	return strings.TrimSpace(string(content))
}

// secretOf is secret once they are made.
func (p *place) secretOf(name string) string {
	content, _ := os.ReadFile(p.compose.Secrets[name].File) // makeSecrets has read it
	return strings.TrimSpace(string(content))
}

// volume makes a volume that belongs to a service's user.
func (p *place) volume(t *testing.T, name string, as *syscall.Credential) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Join(p.base, "volumes"), 0o755)) // #nosec G301 -- see newPlace
	return own(t, filepath.Join(p.base, "volumes", name), as)
}
