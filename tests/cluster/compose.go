// Package cluster starts the topology of docker-compose.yml as processes of this machine, from the settings that stand there, and makes bad days of it.
package cluster

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Compose is docker-compose.yml with its variables filled in. What it may say is what is here: anything else is an error, so that nothing is said
// there which nobody looked at.
type Compose struct {
	Services map[string]Service
	Networks map[string]Network
	Volumes  map[string]any
	Secrets  map[string]struct{ File string }

	Extensions map[string]any `yaml:",inline"` // x-…: anchors
}

// Service is one of its containers.
type Service struct {
	// What decides what is started and how; the harness goes by it.
	Command     []string
	Environment map[string]string
	Secrets     []string
	Volumes     []string
	User        string
	DependsOn   map[string]Dependency `yaml:"depends_on"`
	Healthcheck Healthcheck
	Networks    Attachment
	StopSignal  string        `yaml:"stop_signal"`
	StopGrace   time.Duration `yaml:"stop_grace_period"`

	// What only containers have.
	Image       string
	Build       string
	Profiles    []string
	Ports       []string
	Restart     string
	ReadOnly    bool     `yaml:"read_only"`
	CapDrop     []string `yaml:"cap_drop"`
	SecurityOpt []string `yaml:"security_opt"`
	Tmpfs       []string
	ShmSize     string `yaml:"shm_size"`
	Logging     struct {
		Driver  string
		Options map[string]string
	}
	Deploy struct {
		Resources struct {
			Limits struct {
				CPUs   string
				Memory string
				PIDs   int
			}
		}
	}
}

// Dependency is what must hold of another service first.
type Dependency struct{ Condition string }

// Healthcheck is how a container is asked whether it is well.
type Healthcheck struct {
	Test          []string
	Interval      time.Duration
	Timeout       time.Duration
	Retries       int
	StartPeriod   time.Duration `yaml:"start_period"`
	StartInterval time.Duration `yaml:"start_interval"`
}

// Network is one of the networks.
type Network struct {
	Internal bool
	IPAM     struct{ Config []struct{ Subnet string } } `yaml:"ipam"`
}

// Attachment is the networks of a service with its address there, "" when it has none of its own.
type Attachment map[string]string

// UnmarshalYAML takes a list of names, or names with an address each.
func (a *Attachment) UnmarshalYAML(n *yaml.Node) error {
	*a = Attachment{}
	if n.Kind == yaml.SequenceNode {
		var names []string
		err := n.Decode(&names)
		for _, name := range names {
			(*a)[name] = ""
		}
		return err
	}
	var named map[string]struct {
		Address string `yaml:"ipv4_address"`
	}
	err := n.Decode(&named)
	for name, one := range named {
		(*a)[name] = one.Address
	}
	return err
}

// Read reads a compose file, with the variables that .env would give.
func Read(path string, variables map[string]string) (Compose, error) {
	var c Compose
	content, err := os.ReadFile(path) // #nosec G304 -- the repository's own
	if err != nil {
		return c, err
	}
	text, err := fillIn(string(content), variables)
	if err != nil {
		return c, err
	}
	d := yaml.NewDecoder(bytes.NewReader([]byte(text)))
	d.KnownFields(true)
	if err := d.Decode(&c); err != nil {
		return c, fmt.Errorf("%s: %w", path, err)
	}
	for name := range c.Extensions {
		if !strings.HasPrefix(name, "x-") {
			return c, fmt.Errorf("%s: nobody knows what %s is", path, name)
		}
	}
	return c, nil
}

var variable = regexp.MustCompile(`\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(:?[-?])?([^}]*)\}`)

// fillIn puts variables in as compose does: ${NAME}, ${NAME-else}, ${NAME:-else} and ${NAME:?why it must be there}.
func fillIn(text string, variables map[string]string) (string, error) {
	var missing error
	filled := variable.ReplaceAllStringFunc(text, func(found string) string {
		if found == "$$" {
			return "$"
		}
		m := variable.FindStringSubmatch(found)
		name, how, word := m[1], m[2], m[3]
		value, given := variables[name]
		switch {
		case given && (value != "" || !strings.HasPrefix(how, ":")):
			return value
		case strings.HasSuffix(how, "?"):
			missing = errors.Join(missing, fmt.Errorf("%s: %s", name, word))
		}
		return word
	})
	return filled, missing
}
