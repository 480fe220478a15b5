package app

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"indeksbro/internal/store/sqlite"
)

type versionCmd struct {
	JSON bool `name:"json" help:"Print as JSON."`
}

// Help shows an example.
func (versionCmd) Help() string { return "Example: indeksbro version" }

// revision and revisionTid are given at the build (-ldflags -X) where the compiler sees no version control of its own: in a package, a
// container, a second worktree.
var revision, revisionTid string

// versionJSON is what this program was built from.
type versionJSON struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"` // of the sources; none: built outside version control
	Tid      string `json:"time,omitempty"`     // of that revision
	Aendret  bool   `json:"modified"`           // built from sources that were changed since
	Go       string `json:"go"`
	System   string `json:"system"`
	Skema    int64  `json:"schema"` // the newest schema of the embedded database it knows
}

func nyVersion() versionJSON {
	v := versionJSON{Version: "(devel)", Revision: revision, Tid: revisionTid, Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if info.Main.Version != "" {
		v.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Revision = s.Value
		case "vcs.time":
			v.Tid = s.Value
		case "vcs.modified":
			v.Aendret = s.Value == "true"
		}
	}
	return v
}

// Run tells what runs, so that two machines can be compared.
func (c *versionCmd) Run(m *miljoe) error {
	v := nyVersion()
	var err error
	if v.Skema, err = sqlite.Kender(); err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(v)
	}
	source := "outside version control"
	if v.Revision != "" {
		source = fmt.Sprintf("revision %s of %s", v.Revision, v.Tid)
		if v.Aendret {
			source += ", with changes"
		}
	}
	m.printf("indeksbro %s, %s, %s %s, schema %d\n", v.Version, source, v.Go, v.System, v.Skema)
	return nil
}
