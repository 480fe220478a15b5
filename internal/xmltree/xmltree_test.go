package xmltree_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"

	"indeksbro/internal/xmltree"
)

func parse(t testing.TB, s string) *xmltree.Document {
	t.Helper()
	doc, err := xmltree.Laes([]byte(s), xmltree.Graenser{})
	if err != nil {
		t.Fatalf("%v in %.200s", err, s)
	}
	return doc
}

func TestWhatIsReadIsWhatStands(t *testing.T) {
	t.Parallel()
	doc := parse(t, "\uFEFF<?xml version='1.0' encoding='utf-8'?>\n<!-- a --><a:x xmlns:a='urn:a' xmlns=\"urn:d\" a:k='1 &lt;&#x41;\n2' k='v'>\r\n<y>æ<!-- b -->ø<![CDATA[<å>]]></y><y/><a:z xmlns:a=\"urn:b\"/></a:x>\n")
	root := doc.Rod()
	if !root.Er("urn:a", "x") || root.Forfader().Navn().Lokal != "" {
		t.Fatal(root.Navn())
	}
	if v, ok := root.Attribut("urn:a", "k"); !ok || v != "1 <A 2" {
		t.Errorf("%q", v)
	}
	if v, ok := root.Attribut("", "k"); !ok || v != "v" {
		t.Errorf("%q", v)
	}
	y := root.Barn("urn:d", "y")
	if y.Tekst() != "æø<å>" || y.Sti() != "x/y[1]" || y.Naeste().Sti() != "x/y[2]" {
		t.Errorf("%q %s %s", y.Tekst(), y.Sti(), y.Naeste().Sti())
	}
	if z := y.Naeste().Naeste(); !z.Er("urn:b", "z") || z.Bytes() != `<a:z xmlns:a="urn:b"/>` {
		t.Errorf("%v %q", z.Navn(), z.Bytes())
	}
	if root.Tekst() != "\n" {
		t.Errorf("%q", root.Tekst())
	}
	n := 0
	for range root.Alle {
		n++
	}
	if n != 4 {
		t.Errorf("%d elements", n)
	}
}

// refused are documents that must never be read.
var refused = []string{
	"", " ", "x", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a/>x", "<a><b></a></b>", "<a", "<a b>", "<a b=c/>", "<a b='<'/>", "<a b='1'b='2'/>", "<a b='1' b='2'/>",
	"<p:a/>", "<a p:b='1'/>", "<a xmlns:p=''/>", "<a xmlns:xml='urn:x'/>", "<a xmlns:xmlns='urn:x'/>", "<a xmlns:p='urn:x' xmlns:q='urn:x' p:b='1' q:b='2'/>",
	"<a>&x;</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#;</a>", "<a>\x01</a>", "<a>\uFFFE</a>", "<a>\xff</a>", "<a>]]></a>", "<a><!-- -- --></a>", "<a><![CDATA[</a>",
	"<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<?pi x?><a/>", "<a><?pi x?></a>", "<?xml version='1.1'?><a/>", "<?xml version='1.0' encoding='latin1'?><a/>",
	" <?xml version='1.0'?><a/>", "<1a/>", "<a:/>", "<:a/>", "<a:b:c xmlns:a='u'/>", "<a></a >x", "<xmlns:a/>",
}

func TestWhatIsNotWellFormedIsRefused(t *testing.T) {
	t.Parallel()
	for _, s := range refused {
		_, err := xmltree.Laes([]byte(s), xmltree.Graenser{})
		var fejl *xmltree.Fejl
		if !errors.As(err, &fejl) || fejl.Linje < 1 || fejl.Kolonne < 1 {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]string{
		"deep": strings.Repeat("<a>", 65) + strings.Repeat("</a>", 65), "big": "<a>" + strings.Repeat("x", 6<<20) + "</a>",
		"many": "<a>" + strings.Repeat("<b/>", 500_001) + "</a>", "attributes": "<a" + strings.Repeat(" b='1'", 65) + "/>",
	} {
		if _, err := xmltree.Laes([]byte(s), xmltree.Graenser{}); !errors.Is(err, xmltree.ErrForStor) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

var canonical = []string{
	`<a/>`, `<a b="1" a='2'>x &amp; y &gt; "</a>`, "<a>\r\n\t&#13;</a>", "<a b='&#10;&#9;&quot;&gt;'/>",
	`<n1:e xmlns:n1="urn:1" xmlns:n2="urn:2" n2:b="1" n1:a="2" c="3"><n2:f xmlns:n3="urn:3"><n1:g xmlns:n1="urn:4"/></n2:f></n1:e>`,
	`<e xmlns="urn:d"><f xmlns=""><g xmlns="urn:d"/></f><h xml:lang="da"/></e>`, `<a><!-- c -->t<![CDATA[<]]></a>`,
	`<x:a xmlns:x="urn:x"><b xmlns="urn:b"><x:c/><d xmlns="urn:b" xmlns:x="urn:x" x:k="v"/></b></x:a>`,
}

func TestC14NIsThatOfXmllint(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Fatal("xmllint is missing; make test installs it")
	}
	for _, s := range canonical {
		cmd := exec.Command("xmllint", "--exc-c14n", "-")
		cmd.Stdin = strings.NewReader(strings.ReplaceAll(s, "<!-- c -->", "")) // its form keeps comments, ours never does
		want, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		got := parse(t, s).Rod().AppendC14N(nil, nil, xmltree.Element{})
		if string(got) != strings.TrimSuffix(string(want), "\n") {
			t.Errorf("%s\n got %s\nwant %s", s, got, want)
		}
	}
}

func TestC14NOfAPart(t *testing.T) {
	t.Parallel()
	doc := parse(t, `<r xmlns="urn:d" xmlns:p="urn:p" xmlns:q="urn:q"><p:a k="1"><b/><p:s>out</p:s></p:a></r>`)
	a := doc.Rod().FoersteBarn()
	for _, c := range []struct {
		inclusive []string
		omit      xmltree.Element
		want      string
	}{
		{nil, xmltree.Element{}, `<p:a xmlns:p="urn:p" k="1"><b xmlns="urn:d"></b><p:s>out</p:s></p:a>`},
		{nil, a.Barn("urn:p", "s"), `<p:a xmlns:p="urn:p" k="1"><b xmlns="urn:d"></b></p:a>`},
		{[]string{"q", "#default", "unknown"}, a.Barn("urn:p", "s"), `<p:a xmlns="urn:d" xmlns:p="urn:p" xmlns:q="urn:q" k="1"><b></b></p:a>`},
	} {
		if got := string(a.AppendC14N(nil, c.inclusive, c.omit)); got != c.want {
			t.Errorf("got %s\nwant %s", got, c.want)
		}
	}
}

// FuzzLaes holds that what is read is what encoding/xml reads too, that its canonical form is read again and is its own, and
// that nothing panics.
func FuzzLaes(f *testing.F) {
	for _, s := range append(refused, canonical...) {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := xmltree.Laes(data, xmltree.Graenser{Bytes: 1 << 16, Dybde: 20})
		if err != nil {
			return
		}
		once := doc.Rod().AppendC14N(nil, nil, xmltree.Element{})
		again, err := xmltree.Laes(once, xmltree.Graenser{Bytes: 1 << 20})
		if err != nil {
			t.Fatalf("canonical form is refused: %v", err)
		}
		if twice := again.Rod().AppendC14N(nil, nil, xmltree.Element{}); !bytes.Equal(once, twice) {
			t.Fatalf("canonical form changes:\n%q\n%q", once, twice)
		}
		sameAsStandard(t, doc, once)
	})
}

// sameAsStandard compares names and texts with encoding/xml over the canonical form, where the two agree on what is well-formed.
func sameAsStandard(t *testing.T, doc *xmltree.Document, canonical []byte) {
	dec := xml.NewDecoder(bytes.NewReader(canonical))
	var names []xmltree.Navn
	var text strings.Builder
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("encoding/xml: %v", err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			names = append(names, xmltree.Navn{Rum: x.Name.Space, Lokal: x.Name.Local})
		case xml.CharData:
			text.Write(x)
		}
	}
	i, total := 0, 0
	for e := range doc.Rod().Alle {
		if i >= len(names) || e.Navn() != names[i] {
			t.Fatalf("element %d is %v", i, e.Navn())
		}
		i++
		total += len(e.Tekst())
	}
	if i != len(names) || total != text.Len() {
		t.Fatalf("%d elements and %d of text, encoding/xml sees %d and %d", i, total, len(names), text.Len())
	}
}

func BenchmarkLaes(b *testing.B) {
	message := []byte("<a xmlns:x='urn:x'>" + strings.Repeat("<x:BrugervendtNoegle>27.35.04</x:BrugervendtNoegle><x:y><x:Titel>Forebyggende hjemmebesøg</x:Titel></x:y>", 60) + "</a>")
	b.SetBytes(int64(len(message)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := xmltree.Laes(message, xmltree.Graenser{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkC14N(b *testing.B) {
	doc := parse(b, "<a xmlns:x='urn:x'>"+strings.Repeat("<x:BrugervendtNoegle>27.35.04</x:BrugervendtNoegle><x:y><x:Titel>Forebyggende hjemmebesøg</x:Titel></x:y>", 60)+"</a>")
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		out = doc.Rod().AppendC14N(out[:0], nil, xmltree.Element{})
	}
	b.SetBytes(int64(len(out)))
}
