// A stand-in for the provider geektheripper/jwt: what the README's example uses of it, for machines without a registry.
package main

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-plugin-sdk/v2/plugin"
)

func main() {
	plugin.Serve(&plugin.ServeOpts{ProviderFunc: func() *schema.Provider {
		return &schema.Provider{ResourcesMap: map[string]*schema.Resource{"jwt_signed_token": signedToken()}}
	}})
}

func signedToken() *schema.Resource {
	given := func(sensitive bool) *schema.Schema {
		return &schema.Schema{Type: schema.TypeString, Required: true, ForceNew: true, Sensitive: sensitive}
	}
	return &schema.Resource{
		CreateContext: create,
		ReadContext:   schema.NoopContext,
		DeleteContext: schema.NoopContext,
		Schema: map[string]*schema.Schema{
			"algorithm":   given(false),
			"key":         given(true),
			"claims_json": given(false),
			"token":       {Type: schema.TypeString, Computed: true, Sensitive: true},
		},
	}
}

func create(_ context.Context, data *schema.ResourceData, _ any) diag.Diagnostics {
	if algorithm := data.Get("algorithm"); algorithm != "RS256" {
		return diag.Errorf("the stand-in signs RS256 alone, not %s", algorithm)
	}
	token, err := sign(data.Get("key").(string), data.Get("claims_json").(string))
	if err != nil {
		return diag.FromErr(err)
	}
	digest := sha256.Sum256([]byte(token))
	data.SetId(fmt.Sprintf("%x", digest))
	return diag.FromErr(data.Set("token", token))
}

func sign(key, claims string) (string, error) {
	block, _ := pem.Decode([]byte(key))
	if block == nil {
		return "", errors.New("the key is not PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return "", err
	}
	private, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return "", errors.New("the key is not an RSA key")
	}
	text := encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode([]byte(claims))
	digest := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, private, crypto.SHA256, digest[:])
	return text + "." + encode(signature), err
}

func encode(bytes []byte) string { return base64.RawURLEncoding.EncodeToString(bytes) }
