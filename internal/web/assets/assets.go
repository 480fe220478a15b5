// Package assets serves stylesheets, scripts, icons and fonts: the parts of Det Fælles Designsystem (dkfds 11.2.0) that
// `make assets` copies to dist, and the few files of our own (09 §7, 06 §5).
//
// Every address holds a hash of all contents, so browsers may keep a file for ever and still never show an old one. Text is
// compressed once: the design system's when it is copied, ours when it is first asked for. On a bare clone dist holds only a stub stylesheet; then pages are plain, but they work.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed all:dist own
var embedded embed.FS

// file is one asset, ready to be written.
type file struct {
	kind   string
	plain  func() []byte
	zipped []byte // nil where compression gains nothing
}

var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2",
	".md": "text/markdown; charset=utf-8",
}

var load = sync.OnceValue(func() map[string]file {
	files := map[string]file{}
	for _, root := range []string{"dist", "own"} {
		err := fs.WalkDir(embedded, root, func(name string, d fs.DirEntry, err error) error {
			plain, packed := strings.CutSuffix(name, ".gz")
			kind, known := types[path.Ext(plain)]
			if err != nil || d.IsDir() || !known {
				return err
			}
			content, err := embedded.ReadFile(name)
			if err != nil {
				return err
			}
			f := file{kind: kind, plain: func() []byte { return content }}
			if packed {
				f.plain, f.zipped = sync.OnceValue(func() []byte { return unzip(content) }), content
			} else {
				f.zipped = zip(name, content)
			}
			files[strings.TrimPrefix(plain, root+"/")] = f
			return nil
		})
		if err != nil {
			panic(err) // the files are in the binary
		}
	}
	return files
})

func zip(name string, content []byte) []byte {
	if path.Ext(name) == ".woff2" {
		return nil
	}
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = w.Write(content)
	_ = w.Close()
	if b.Len() >= len(content) {
		return nil
	}
	return b.Bytes()
}

// unzip is for the reader that takes nothing compressed.
func unzip(content []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		panic(err) // the file is in the binary
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	return plain
}

var prefix = sync.OnceValue(func() string {
	h := sha256.New()
	err := fs.WalkDir(embedded, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := embedded.ReadFile(name)
		h.Write([]byte(name))
		h.Write(content)
		return err
	})
	if err != nil {
		panic(err) // the files are in the binary
	}
	return "/assets/" + hex.EncodeToString(h.Sum(nil)[:6]) + "/"
})

// URL is the address of a file: `css/dkfds.min.css`, `app.css`.
func URL(name string) string { return prefix() + name }

// Stylesheets are the addresses every page links, in order.
func Stylesheets() []string { return stylesheets() }

var stylesheets = sync.OnceValue(func() []string {
	if Complete() {
		return []string{URL("css/dkfds.min.css"), URL("app.css")}
	}
	return []string{URL("stub.css"), URL("app.css")}
})

// Complete reports whether `make assets` had been run when the program was built.
func Complete() bool {
	_, found := load()["css/dkfds.min.css"]
	return found
}

// Handler serves everything below /assets/. An address with another hash is not found, so an old page never mixes with new
// styles.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, current := strings.CutPrefix(r.URL.Path, prefix())
		f, found := load()[name]
		if !current || !found {
			http.Error(w, "Filen findes ikke.", http.StatusNotFound)
			return
		}
		h := w.Header()
		h.Set("Content-Type", f.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		if f.zipped != nil {
			h.Set("Vary", "Accept-Encoding")
		}
		var body []byte
		if f.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = f.zipped
		} else {
			body = f.plain()
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		if r.Method != http.MethodHead {
			_, _ = w.Write(body)
		}
	})
}
