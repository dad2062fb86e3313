package dbtest

import (
	"fmt"
	"os"
	"sync"

	"shuangyong/models/clock"
	"shuangyong/models/db"
)

// template is this process's migrated PostgreSQL database, of which the tests get copies. Main drops it.
var template struct {
	sync.Mutex
	kept bool // Main runs, so somebody will drop it
	name string
	err  error // why making it failed
}

// templateName makes the template at its first use. Without Main it is "", and each test migrates its own database, which is slower.
func templateName(o db.Options) (string, error) {
	template.Lock()
	defer template.Unlock()
	if !template.kept || template.name != "" {
		return template.name, template.err
	}
	template.name = newName()
	if template.err = postgresExec("CREATE DATABASE " + template.name); template.err == nil {
		o.URL = at(os.Getenv(PostgresURL), template.name)
		o.Clock = clock.Stopped(Start())
		template.err = migrateOnce(o)
	}
	return template.name, template.err
}

// Main runs a package's tests and then drops the template that they were given copies of. Use it in TestMain: os.Exit(dbtest.Main(m)).
func Main(m interface{ Run() int }) int {
	template.Lock()
	template.kept = true
	template.Unlock()
	code := m.Run()
	template.Lock()
	defer template.Unlock()
	if template.name == "" {
		return code
	}
	if err := postgresExec("DROP DATABASE IF EXISTS " + template.name + " WITH (FORCE)"); err != nil {
		fmt.Fprintln(os.Stderr, "dbtest: the template stays behind:", err)
		return max(code, 1)
	}
	return code
}
