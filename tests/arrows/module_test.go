package arrows

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// The whole module, with its tests.
func TestArrows(t *testing.T) {
	packages := list(t)
	require.Greater(t, len(packages), 20, "the module was not read")
	for _, p := range packages {
		for _, wrong := range Wrong(p) {
			t.Error(wrong)
		}
	}
}

// list reads the module with the tags that guard tests of their own.
func list(t *testing.T) []Package {
	t.Helper()
	command := exec.Command("go", "list", "-e", "-tags", "peer,soak,cluster", "-json=ImportPath,Dir,Imports,TestImports,XTestImports,GoFiles,TestGoFiles,XTestGoFiles", "./...")
	command.Dir = "../.."
	command.Stderr = os.Stderr
	out, err := command.Output()
	require.NoError(t, err)
	var packages []Package
	decoder := json.NewDecoder(bytes.NewReader(out))
	for {
		var one struct {
			ImportPath, Dir                    string
			Imports, TestImports, XTestImports []string
			GoFiles, TestGoFiles, XTestGoFiles []string
		}
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		p := Package{Path: one.ImportPath, Imports: one.Imports, InTests: one.TestImports, FromTests: one.XTestImports}
		for _, name := range slices.Concat(one.GoFiles, one.TestGoFiles, one.XTestGoFiles) {
			content, err := os.ReadFile(filepath.Join(one.Dir, name))
			require.NoError(t, err)
			p.Clocks = append(p.Clocks, readsClock(one.ImportPath+"/"+name, content)...)
		}
		packages = append(packages, p)
	}
}

// readsClock finds time.Now, time.Since and time.Until, however the package is called in the file.
func readsClock(name string, content []byte) []string {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, content, 0)
	if err != nil {
		return nil // the compiler says it better
	}
	local := ""
	for _, i := range file.Imports {
		if path, _ := strconv.Unquote(i.Path.Value); path == "time" {
			local = "time"
			if i.Name != nil {
				local = i.Name.Name
			}
		}
	}
	var at []string
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok || local == "" {
			return true
		}
		if x, ok := selector.X.(*ast.Ident); ok && x.Name == local && slices.Contains([]string{"Now", "Since", "Until"}, selector.Sel.Name) {
			at = append(at, files.Position(selector.Pos()).String())
		}
		return true
	})
	return at
}
