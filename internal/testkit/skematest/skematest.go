// Package skematest compares a family's description of its messages with the official schemas, by xmllint's verdict on messages
// made and broken at random. It is for tests alone, and needs the schemas beside the repository.
package skematest

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"indeksbro/internal/soap"
	"indeksbro/internal/xmltree"
)

// Skema is one official schema and the messages whose verdicts are compared.
type Skema struct {
	Familie  *soap.Familie
	XSD      string // path
	Beskeder []string
	Antal    int // of messages of each kind, half of them broken
}

// Sammenlign makes messages, breaks half of them, and holds that family and schema agree on each; whole ones must also be written
// as they were read.
func Sammenlign(t *testing.T, s Skema) {
	t.Helper()
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(7, 11))
	var files []string
	ours := map[string]error{}
	for _, qname := range s.Beskeder {
		for n := range s.Antal {
			message := s.Familie.Skriv(nil, qname, s.Familie.Proeve(qname, random.IntN))
			if n%2 == 1 {
				message = knaek(message, random)
			}
			name := filepath.Join(dir, fmt.Sprintf("%s-%d.xml", strings.ReplaceAll(qname, ":", "-"), n))
			if err := os.WriteFile(name, message, 0o600); err != nil {
				t.Fatal(err)
			}
			files = append(files, name)
			ours[name] = s.verdict(t, qname, message, n%2 == 0)
		}
	}
	theirs := xmllint(t, s.XSD, files)
	wrong, invalid := 0, 0
	for _, name := range files {
		if ours[name] != nil {
			invalid++
		}
		if valid := theirs[name] == ""; valid != (ours[name] == nil) && wrong < 5 {
			wrong++
			text, _ := os.ReadFile(name)
			t.Errorf("%s: ours %v, the schema's %q\n%s", filepath.Base(name), ours[name], theirs[name], short(text))
		}
	}
	t.Logf("%d messages, %d invalid", len(files), invalid)
	if invalid < len(files)/10 {
		t.Errorf("only %d of %d messages are broken", invalid, len(files))
	}
}

func short(b []byte) []byte { return b[:min(len(b), 1500)] }

// verdict reads a message; a whole one must be written as it came.
func (s Skema) verdict(t *testing.T, qname string, message []byte, whole bool) error {
	doc, err := xmltree.Laes(message, xmltree.Graenser{})
	if err != nil {
		t.Fatalf("%s is not even XML: %v\n%s", qname, err, message)
	}
	read, err := s.Familie.Nyt(doc.Rod())
	if err == nil && whole {
		if again := s.Familie.Skriv(nil, qname, read.Vaerdi); !bytes.Equal(again, message) {
			t.Errorf("%s is not written as it was read\n%s\n%s", qname, message, again)
		}
	}
	return err
}

// xmllint gives the first complaint per file, empty for a valid one.
func xmllint(t *testing.T, xsd string, files []string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for len(files) > 0 {
		batch := files[:min(len(files), 500)]
		files = files[len(batch):]
		out, _ := exec.Command("xmllint", append([]string{"--noout", "--nonet", "--schema", xsd}, batch...)...).CombinedOutput()
		verdicts := 0
		for _, line := range strings.Split(string(out), "\n") {
			if name, ok := strings.CutSuffix(line, " validates"); ok {
				found[name] = ""
				verdicts++
			} else if name, ok := strings.CutSuffix(line, " fails to validate"); ok {
				verdicts++
				if found[name] == "" {
					found[name] = "invalid"
				}
			} else if name, rest, ok := strings.Cut(line, ".xml:"); ok && found[name+".xml"] == "" {
				found[name+".xml"] = rest
			}
		}
		if verdicts != len(batch) {
			t.Fatalf("xmllint judged %d of %d files:\n%.2000s", verdicts, len(batch), out)
		}
	}
	return found
}

// knaek breaks a message in one place, or sometimes not at all.
func knaek(message []byte, random *rand.Rand) []byte {
	doc, err := xmltree.Laes(message, xmltree.Graenser{})
	if err != nil {
		panic(err)
	}
	var all []xmltree.Element
	for e := range doc.Rod().Alle {
		all = append(all, e)
	}
	e := all[random.IntN(len(all))]
	if e.Forfader().IsZero() {
		return message
	}
	return brud[random.IntN(len(brud))](string(message), e, random)
}

// brud are the ways to break; each gives the text with the element changed.
var brud = []func(text string, e xmltree.Element, random *rand.Rand) []byte{
	func(text string, e xmltree.Element, _ *rand.Rand) []byte { return swap(text, e.Bytes(), "") },
	func(text string, e xmltree.Element, _ *rand.Rand) []byte {
		return swap(text, e.Bytes(), e.Bytes()+e.Bytes())
	},
	func(text string, e xmltree.Element, _ *rand.Rand) []byte {
		next := e.Naeste()
		if next.IsZero() {
			return []byte(text)
		}
		return swap(text, e.Bytes()+next.Bytes(), next.Bytes()+e.Bytes())
	},
	func(text string, e xmltree.Element, random *rand.Rand) []byte {
		return swap(text, e.Bytes(), "<"+andet(text, random)+":Ukendt/>"+e.Bytes())
	},
	func(text string, e xmltree.Element, _ *rand.Rand) []byte {
		return swap(text, e.Bytes(), strings.Replace(e.Bytes(), ">", " x=\"1\">", 1))
	},
	func(text string, e xmltree.Element, random *rand.Rand) []byte {
		if !e.FoersteBarn().IsZero() {
			return swap(text, e.Bytes(), strings.Replace(e.Bytes(), ">", ">x", 1))
		}
		open, _, _ := strings.Cut(e.Bytes(), ">")
		_, name, _ := strings.Cut(strings.Fields(open)[0], "<")
		return swap(text, e.Bytes(), open+">"+junk[random.IntN(len(junk))]+"</"+name+">")
	},
	func(text string, e xmltree.Element, random *rand.Rand) []byte {
		prefix, _, _ := strings.Cut(e.Bytes()[1:], ":")
		other := andet(text, random)
		return swap(text, e.Bytes(), strings.NewReplacer("<"+prefix+":", "<"+other+":", "</"+prefix+":", "</"+other+":").Replace(e.Bytes()))
	},
}

var declared = regexp.MustCompile(`xmlns:(\w+)=`)

// andet is one of the prefixes that the root declares.
func andet(text string, random *rand.Rand) string {
	root, _, _ := strings.Cut(text, ">")
	all := declared.FindAllStringSubmatch(root, -1)
	return all[random.IntN(len(all))][1]
}

// libxml2 refuses a dateTime with a space before it, which XML Schema lets collapse: that one is left out.
var junk = []string{
	"", " ", "x", "true", "1", " 1 ", "TRUE", "2025-02-29", "2024-02-29", "2025-03-03T09:15:00+01.00", "2025-03-03T24:00:00", "2025-03-03T09:15:00", "2025-03-03T09:15:00.5Z",
	"2025-03-03T09:15:00Z ", "2025-13-03T09:15:00Z", "2025-03-03T09:15:60Z", "2025-03-03T09:15:00+14:01", "9999999999999999999", "-5", "+5", "1.0", "11111111", "1111111", strings.Repeat("æ", 255), strings.Repeat("æ", 256),
	strings.Repeat("x", 50), strings.Repeat("x", 51), strings.Repeat("y", 1025), strings.Repeat("z", 4097), "5A600001-0000-4000-8000-00000000000F", "5a600001-0000-4000-8000-00000000000g", "YQ==", "YQ=", "2025-03-03", "2025-03-03Z", "2025-03-03+02:00",
}

func swap(text, from, to string) []byte { return []byte(strings.Replace(text, from, to, 1)) }

// Egen holds that the schema we serve gives the verdicts we give; it needs no official schema beside.
func Egen(t *testing.T, f *soap.Familie, prefix string, messages ...string) {
	t.Helper()
	dir := t.TempDir()
	at := func(prefix string) string { return prefix + ".xsd" }
	for name, schema := range f.XSD(at) {
		if err := os.WriteFile(filepath.Join(dir, at(name)), schema, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	Sammenlign(t, Skema{Familie: f, XSD: filepath.Join(dir, at(prefix)), Beskeder: messages, Antal: 200})
}

// Rettet copies a folder of official schemas with texts in them replaced, where the published ones cannot be used as they are.
func Rettet(t *testing.T, folder string, replace ...string) string {
	t.Helper()
	made := t.TempDir()
	replacer := strings.NewReplacer(replace...)
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		to := filepath.Join(made, relative)
		if entry.IsDir() {
			return os.MkdirAll(to, 0o700)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, []byte(replacer.Replace(string(text))), 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}
