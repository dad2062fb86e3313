package app

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"shuangyong/config"
	door "shuangyong/handlers/wechat"
	"shuangyong/models/person"
	"shuangyong/wechat/simulator"
)

// DemoAccount is the invented Official Account of the demo, and the mini-program beside it. It lives in the data directory, readable by its owner
// alone, so that `talk` finds it and conversations go on after a restart.
type DemoAccount struct {
	URL        string `json:"url"`      // where the program listens, http://127.0.0.1:8080
	APIBase    string `json:"api_base"` // the invented WeChat's API
	AppID      string `json:"app_id"`
	Secret     string `json:"secret"`
	Token      string `json:"token"`
	AESKey     string `json:"aes_key"`
	MiniAppID  string `json:"mini_app_id"`
	MiniSecret string `json:"mini_secret"`
	MiniToken  string `json:"mini_token"`
	MiniAESKey string `json:"mini_aes_key"`
}

const (
	demoFile = "demo.json"
	keyFile  = "secret.key"
)

// ReadDemoAccount reads what the running demo wrote.
func ReadDemoAccount(dataDir string) (DemoAccount, error) {
	var a DemoAccount
	content, err := os.ReadFile(filepath.Join(dataDir, demoFile)) // #nosec G304 -- in the operator's own data directory
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(content, &a); err != nil {
		return a, fmt.Errorf("%s is damaged; delete it and start the demo again", demoFile)
	}
	return a, nil
}

// demoAccount is the account kept in the data directory, made on the first start; what the settings give goes before it. What an older program kept
// there had no mini-program: it gets one.
func demoAccount(c config.Config) (DemoAccount, error) {
	a, err := ReadDemoAccount(c.DataDir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return a, err
	}
	for _, one := range []struct {
		into  *string
		given string
		make  func() string
	}{
		{&a.AppID, c.WeChat.AppID, newAppID},
		{&a.Secret, c.WeChat.Secret.Reveal(), rand.Text},
		{&a.Token, c.WeChat.Token.Reveal(), rand.Text},
		{&a.AESKey, c.WeChat.AESKey.Reveal(), newAESKey},
		{&a.MiniAppID, c.Mini.AppID, newAppID},
		{&a.MiniSecret, c.Mini.Secret.Reveal(), rand.Text},
		{&a.MiniToken, c.Mini.Token.Reveal(), rand.Text},
		{&a.MiniAESKey, c.Mini.AESKey.Reveal(), newAESKey},
	} {
		if one.given != "" {
			*one.into = one.given
		} else if *one.into == "" {
			*one.into = one.make()
		}
	}
	return a, a.write(c.DataDir)
}

// official is the Official Account as the simulator plays it for a program at url.
func (a DemoAccount) official(url string) simulator.App {
	return simulator.App{ID: a.AppID, Secret: a.Secret, Token: a.Token, AESKey: a.AESKey, Callback: url + door.Path(person.OfficialAccount)}
}

// mini is the mini-program, likewise.
func (a DemoAccount) mini(url string) simulator.App {
	return simulator.App{ID: a.MiniAppID, Secret: a.MiniSecret, Token: a.MiniToken, AESKey: a.MiniAESKey, Callback: url + door.Path(person.MiniProgram)}
}

// newAppID is an AppID in WeChat's form.
func newAppID() string { return "wx" + strings.ToLower(rand.Text())[:16] }

func (a DemoAccount) write(dataDir string) error {
	content, err := json.MarshalIndent(a, "", "  ") // #nosec G117 -- the demo's invented account, kept for talk, mode 0600
	if err != nil {
		return err
	}
	return writePrivately(filepath.Join(dataDir, demoFile), append(content, '\n'))
}

// newAESKey is 43 characters as WeChat makes them: letters and digits only.
func newAESKey() string {
	for {
		b := make([]byte, 32)
		_, _ = rand.Read(b) // never fails since Go 1.24
		if key := base64.StdEncoding.EncodeToString(b)[:43]; !strings.ContainsAny(key, "+/") {
			return key
		}
	}
}

// secretKey is the program's secret: the given one, or in the demo the one in the data directory, made when there is none.
func secretKey(c config.Config) ([]byte, error) {
	given := c.SecretKey.Reveal()
	if given == "" {
		if !c.IsDemo() {
			return nil, errors.New("secret_key (SY_SECRET_KEY) is missing")
		}
		kept, err := keptKey(filepath.Join(c.DataDir, keyFile))
		if err != nil {
			return nil, err
		}
		given = kept
	}
	return decodeSecret(given)
}

func decodeSecret(given string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(given)
	if err != nil || len(key) != 32 {
		return nil, errors.New("the secret key is not base64 of 32 bytes")
	}
	return key, nil
}

// keptKey reads the key file or makes it. Two replicas that start at once end up with the same key: only one creates the file.
func keptKey(path string) (string, error) {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails since Go 1.24
	fresh := path + "." + rand.Text()
	if err := writePrivately(fresh, []byte(base64.StdEncoding.EncodeToString(b)+"\n")); err != nil {
		return "", err
	}
	defer func() { _ = os.Remove(fresh) }()
	if err := os.Link(fresh, path); err != nil && !errors.Is(err, fs.ErrExist) { // a link is whole or not there
		return "", err
	}
	content, err := os.ReadFile(path) // #nosec G304 -- in the operator's own data directory
	return strings.TrimSpace(string(content)), err
}

// writePrivately replaces a file in one step; only its owner may read it.
func writePrivately(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // 0600
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
