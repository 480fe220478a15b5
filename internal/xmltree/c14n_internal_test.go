package xmltree

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tilfaeldig writes one element and what is in it: now and then as canonical form has it, now and then not.
func tilfaeldig(r *rand.Rand, b *strings.Builder, depth int) {
	prefixes := []string{"", "p:", "q:", "r:"}
	name := prefixes[r.IntN(4)] + "abc"[r.IntN(3):][:1]
	b.WriteString("<" + name)
	if r.IntN(3) == 0 {
		fmt.Fprintf(b, ` xmlns:%s="urn:%d"`, []string{"p", "q", "r"}[r.IntN(3)], r.IntN(3))
	}
	if r.IntN(6) == 0 {
		fmt.Fprintf(b, ` xmlns="%s"`, []string{"", "urn:0", "urn:1"}[r.IntN(3)])
	}
	attrs := []string{` a="1"`, ` b="x > y"`, ` c='"'`, `  d="2"`, ` xml:lang="da"`, ` e = "3"`, ` f="&#9;é"`, ` g="æ ø"`}
	r.Shuffle(len(attrs), func(i, j int) { attrs[i], attrs[j] = attrs[j], attrs[i] })
	n := r.IntN(4)
	if r.IntN(2) == 0 {
		slices.Sort(attrs[:n])
	}
	b.WriteString(strings.Join(attrs[:n], ""))
	if n < 3 && r.IntN(3) == 0 {
		b.WriteString(` q:z="4"`)
	}
	if r.IntN(8) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteString([]string{">", ">", ">", " >"}[r.IntN(4)])
	for range r.IntN(4) {
		b.WriteString([]string{"", "text", "t&amp;", "<![CDATA[<x>]]>", "<!-- c -->", " > ", "\r\n", "\n"}[r.IntN(8)])
		if depth > 0 {
			tilfaeldig(r, b, depth-1)
		}
	}
	b.WriteString("</" + name + []string{">", ">", ">", "\n>"}[r.IntN(4)])
}

// TestWhatStandsInCanonicalFormIsCopiedRight holds the short way of canonical form (an element copied as it stands) against the long
// one, on invented documents, for each element, with a part left out and prefixes included.
func TestWhatStandsInCanonicalFormIsCopiedRight(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(4, 2))
	var many strings.Builder
	many.WriteString("<m")
	for i := range 70 {
		if i%60 == 0 {
			many.WriteString(fmt.Sprint("><m xmlns:x", i, `="urn:x"`))
			continue
		}
		fmt.Fprintf(&many, ` xmlns:m%d="urn:m%d"`, i, i)
	}
	many.WriteString(`><m62:a m63:b="1"></m62:a><m61:c>t</m61:c><m64:d><m64:e>u</m64:e></m64:d></m></m></m>`)
	documents := []string{many.String()}
	for range 4000 {
		var b strings.Builder
		b.WriteString(`<root xmlns:p="urn:0" xmlns:q="urn:1" xmlns:r="urn:2" xmlns="urn:0"><p:h q:k="v" r:k="w"></p:h>`)
		tilfaeldig(random, &b, 3)
		b.WriteString("</root>")
		documents = append(documents, b.String())
	}
	short := 0
	for _, text := range documents {
		doc, err := Laes([]byte(text), Graenser{Attrs: 200})
		if err != nil {
			if strings.Contains(err.Error(), "twice") {
				continue // invented with an attribute of one name by two prefixes
			}
			t.Fatalf("%v in %s", err, text)
		}
		long := *doc
		long.nodes = slices.Clone(doc.nodes)
		for i := range long.nodes {
			long.nodes[i].brugt = blandet
			if n := &doc.nodes[i]; !n.erTekst() && n.brugt&blandet == 0 {
				short++
			}
		}
		for i := range doc.nodes {
			if doc.nodes[i].erTekst() {
				continue
			}
			part := int32(random.IntN(len(doc.nodes)))
			inclusive := [][]string{nil, {"p"}, {"#default", "q"}}[random.IntN(3)]
			got, from, to := Element{doc, int32(i)}.AppendC14NMed([]byte("x"), inclusive, Element{doc, part})
			want, wantFrom, wantTo := Element{&long, int32(i)}.AppendC14NMed([]byte("x"), inclusive, Element{&long, part})
			if !doc.nodes[part].erTekst() && (from != wantFrom || to != wantTo) {
				t.Fatalf("%s\npart %d..%d, want %d..%d of %s", text, from, to, wantFrom, wantTo, want)
			}
			if !bytes.Equal(got, want) {
				t.Fatalf("%s\n got %s\nwant %s", text, got, want)
			}
		}
	}
	if short < 1000 {
		t.Errorf("only %d elements went the short way", short)
	}
}

// TestC14NOfInventedDocumentsIsThatOfXmllint holds whole invented documents, indented and not, against the tool.
func TestC14NOfInventedDocumentsIsThatOfXmllint(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Fatal("xmllint is missing; make test installs it")
	}
	random := rand.New(rand.NewPCG(5, 3))
	dir := t.TempDir()
	args := []string{"--exc-c14n"}
	var want, texts []string
	for len(want) < 400 {
		var b strings.Builder
		b.WriteString(`<root xmlns:p="urn:0" xmlns:q="urn:1" xmlns:r="urn:2" xmlns="urn:0"><p:h q:k="v" r:k="w"></p:h>`)
		tilfaeldig(random, &b, 4)
		b.WriteString("</root>")
		text := strings.ReplaceAll(b.String(), "<!-- c -->", "") // the tool's form keeps comments, ours never does
		doc, err := Laes([]byte(text), Graenser{})
		if err != nil {
			continue
		}
		file := filepath.Join(dir, fmt.Sprint(len(want), ".xml"))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		args, texts, want = append(args, file), append(texts, text), append(want, string(doc.Rod().AppendC14N(nil, nil, Element{})))
	}
	out, err := exec.Command("xmllint", args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	rest := string(out)
	for i := range want {
		after, same := strings.CutPrefix(strings.TrimPrefix(rest, "\n"), want[i])
		if !same {
			t.Fatalf("%s\n got %s\nwant %.2000s", texts[i], want[i], rest)
		}
		rest = after
	}
}

// TestTheTextOfALeafIsWhatStands goes through the ways in which a text may share its element with something else.
func TestTheTextOfALeafIsWhatStands(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][3]string{ // value, canonical form, number of nodes
		"<a>t</a>": {"t", "<a>t</a>", "1"}, "<a>t</a >": {"t", "<a>t</a>", "2"}, "<a>t<!-- c --></a>": {"t", "<a>t</a>", "2"}, "<a><!-- c -->t</a>": {"t", "<a>t</a>", "1"}, "<a>t<!-- c -->u</a>": {"tu", "<a>tu</a>", "3"},
		"<a>t<b/></a>": {"t", "<a>t<b></b></a>", "3"}, "<a><b/>t</a>": {"t", "<a><b></b>t</a>", "3"}, "<a>t<b/>u</a>": {"tu", "<a>t<b></b>u</a>", "4"}, "<a>t<![CDATA[<]]></a>": {"t<", "<a>t&lt;</a>", "3"},
		"<a>&lt;</a>": {"<", "<a>&lt;</a>", "2"}, "<a>x > y</a>": {"x > y", "<a>x &gt; y</a>", "2"}, "<a></a>": {"", "<a></a>", "1"}, "<æ k='1'>t</æ>": {"t", `<æ k="1">t</æ>`, "1"}, `<p:a xmlns:p="u">t</p:a>`: {"t", `<p:a xmlns:p="u">t</p:a>`, "1"},
	} {
		doc, err := Laes([]byte(text), Graenser{})
		if err != nil {
			t.Fatal(err)
		}
		if got := [3]string{doc.Rod().Tekst(), string(doc.Rod().AppendC14N(nil, nil, Element{})), fmt.Sprint(len(doc.nodes))}; got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if _, err := Laes([]byte("<a><b>t</b></a>"), Graenser{Knuder: 2}); err == nil {
		t.Error("the text of a leaf is not counted")
	}
}
