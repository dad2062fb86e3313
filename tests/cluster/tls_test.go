//go:build cluster

package cluster

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/stretchr/testify/require"
)

const name = "bureau.example"

// certificate: a certificate in the directory switches 443 on, for its name; before, nobody gets through there.
func (c *cluster) certificate() {
	require.Error(c.t, c.secure(nil), "without a certificate")
	roots := c.certify()
	c.stop("proxy")
	c.up("proxy")
	c.eventually("both replicas are in use", c.both)
	require.NoError(c.t, c.secure(roots))
}

// secure knocks at the door over TLS.
func (c *cluster) secure(roots *x509.CertPool) error {
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: name, MinVersion: tls.VersionTLS12},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, c.addresses["proxy:8443"])
		},
	}}
	defer client.CloseIdleConnections()
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, "https://"+name+"/wechat", nil)
	require.NoError(c.t, err)
	response, err := client.Do(r)
	if err != nil {
		return err
	}
	require.Equal(c.t, http.StatusForbidden, response.StatusCode, "a stranger at WeChat's door")
	return response.Body.Close()
}

// certify puts a certificate with its key where compose mounts it, and gives who trusts it.
func (c *cluster) certify() *x509.CertPool {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(c.t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{name}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		NotBefore: c.clock.Now().Add(-time.Hour), NotAfter: c.clock.Now().Add(time.Hour),
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(c.t, err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(c.t, err)
	both := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})...)
	require.NoError(c.t, os.WriteFile(filepath.Join(c.dir("proxy"), "tls", "bureau.pem"), both, 0o644)) // #nosec G306 -- the proxy's user reads it
	parsed, err := x509.ParseCertificate(signed)
	require.NoError(c.t, err)
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return roots
}
