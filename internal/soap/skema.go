package soap

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"indeksbro/internal/xmltree"
)

// skrivSkema writes the family's types as XML Schema: one schema a namespace, made from the very plans that read and write.
type skrivSkema struct {
	f        *Familie
	out      map[string]*bytes.Buffer // by prefix
	done     map[*plan]bool
	elements map[string]bool
}

// XSD is the schema of each namespace of the family, by prefix. The schemas import each other by namespace alone, so they belong
// into one description; with a location they can be compiled apart.
func (f *Familie) XSD(location func(prefix string) string) map[string][]byte {
	w := &skrivSkema{f: f, out: map[string]*bytes.Buffer{}, done: map[*plan]bool{}, elements: map[string]bool{}}
	for prefix := range f.rum {
		w.out[prefix] = &bytes.Buffer{}
	}
	for _, name := range sorted(f.byQName()) {
		g := f.byQName()[name]
		if g.simple != nil {
			w.element(name, w.simpleOf(g.simple, ""), "")
			continue
		}
		w.plan(g.plan)
		w.element(name, "", g.plan.name)
	}
	for _, name := range f.named {
		if prefix, lokal, _ := strings.Cut(name, ":"); prefix != "x" {
			w.out[prefix].WriteString(`<xs:simpleType name="` + lokal + `">` + restriction(f.simple[name]) + `</xs:simpleType>`)
		}
	}
	return w.finish(location)
}

func prefixOf(qname string) string {
	prefix, _, _ := strings.Cut(qname, ":")
	return prefix
}

func lokalOf(qname string) string {
	_, lokal, _ := strings.Cut(qname, ":")
	return lokal
}

func (w *skrivSkema) finish(location func(string) string) map[string][]byte {
	schemas := map[string][]byte{}
	for _, prefix := range sorted(w.f.rum) {
		if w.out[prefix].Len() == 0 {
			continue
		}
		var b bytes.Buffer
		fmt.Fprintf(&b, `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"%s targetNamespace="%s" elementFormDefault="qualified">`, w.f.decls, w.f.rum[prefix])
		for _, other := range sorted(w.f.rum) { // all of them: a room left open takes elements of any
			if other == prefix || w.out[other].Len() == 0 {
				continue
			}
			at := ""
			if location != nil {
				at = ` schemaLocation="` + location(other) + `"`
			}
			fmt.Fprintf(&b, `<xs:import namespace="%s"%s/>`, w.f.rum[other], at)
		}
		b.Write(w.out[prefix].Bytes())
		b.WriteString(`</xs:schema>`)
		schemas[prefix] = b.Bytes()
	}
	return schemas
}

// element writes a global element once, with a type's name or an anonymous type.
func (w *skrivSkema) element(qname, anonymous, typ string) {
	if w.elements[qname] {
		return
	}
	w.elements[qname] = true
	out := w.out[prefixOf(qname)]
	if typ != "" {
		fmt.Fprintf(out, `<xs:element name="%s" type="%s"/>`, lokalOf(qname), typ)
		return
	}
	fmt.Fprintf(out, `<xs:element name="%s"%s</xs:element>`, lokalOf(qname), anonymous)
}

// simpleOf is what follows an element's name: its type as an attribute, or as an anonymous type inside.
func (w *skrivSkema) simpleOf(s *Simpel, name string) string {
	if owner, _, named := strings.Cut(name, ":"); named && owner != "x" {
		return ` type="` + name + `">`
	}
	if s.Fast != "" {
		return ` type="xs:` + s.Basis + `" fixed="` + s.Fast + `">`
	}
	plain := Simpel{Basis: s.Basis}
	if reflect.DeepEqual(*s, plain) {
		return ` type="xs:` + s.Basis + `">`
	}
	return `><xs:simpleType>` + restriction(s) + `</xs:simpleType>`
}

func restriction(s *Simpel) string {
	var b strings.Builder
	b.WriteString(`<xs:restriction base="xs:` + s.Basis + `">`)
	facet := func(name, value string) {
		b.WriteString(`<xs:` + name + ` value="` + string(xmltree.AppendAttribut(nil, value)) + `"/>`)
	}
	switch {
	case s.Basis == "decimal":
		facet("totalDigits", strconv.Itoa(s.Max))
		facet("fractionDigits", strconv.Itoa(s.Min))
	case s.Til != 0:
		facet("minInclusive", strconv.FormatInt(s.Fra, 10))
		facet("maxInclusive", strconv.FormatInt(s.Til, 10))
	default:
		if s.Min > 0 {
			facet("minLength", strconv.Itoa(s.Min))
		}
		if s.Max > 0 {
			facet("maxLength", strconv.Itoa(s.Max))
		}
	}
	if s.Moenster != "" {
		facet("pattern", s.Moenster)
	}
	for _, v := range s.Valg {
		facet("enumeration", v)
	}
	b.WriteString(`</xs:restriction>`)
	return b.String()
}

// plan writes a complex type once, after what it extends.
func (w *skrivSkema) plan(p *plan) {
	if w.done[p] {
		return
	}
	w.done[p] = true
	own := p.fields
	var b strings.Builder
	open, end := "", ""
	if p.base != nil {
		w.plan(p.base)
		own = p.fields[len(p.base.fields):]
		open, end = `<xs:complexContent><xs:extension base="`+p.base.name+`">`, `</xs:extension></xs:complexContent>`
	}
	fmt.Fprintf(&b, `<xs:complexType name="%s">%s`, lokalOf(p.name), open)
	group := "sequence"
	if p.choice {
		group = "choice"
	}
	if p.free {
		group = "all"
	}
	if len(own) > 0 {
		b.WriteString(`<xs:` + group + `>`)
		for i := range own {
			b.WriteString(w.felt(p.prefix, &own[i], p.choice))
		}
		b.WriteString(`</xs:` + group + `>`)
	}
	for i := range p.attrs {
		b.WriteString(`<xs:attribute name="` + p.attrs[i].qname + `"` + w.simpleOf(p.attrs[i].simple, p.attrs[i].simpleName) + `</xs:attribute>`)
	}
	b.WriteString(end + `</xs:complexType>`)
	w.out[p.prefix].WriteString(b.String())
}

func (w *skrivSkema) felt(prefix string, field *felt, alternative bool) string {
	switch field.art {
	case artAndre:
		return `<xs:any namespace="##other" processContents="strict" minOccurs="0" maxOccurs="unbounded"/>`
	case artValg:
		var b strings.Builder
		b.WriteString(`<xs:choice minOccurs="0" maxOccurs="unbounded">`)
		for i := range field.sub.fields {
			many := field.sub.fields[i] // the same messages, told as the official schemas tell them
			many.min, many.max, many.slice = 0, -1, true
			b.WriteString(w.felt(prefix, &many, true))
		}
		return b.String() + `</xs:choice>`
	}
	occurs := occurrenceOf(field, alternative)
	if field.ref {
		if field.art == artRaa {
			room := "##other"
			if field.enhver {
				room = "##any"
			}
			w.element(field.qname, `><xs:complexType><xs:sequence><xs:any namespace="`+room+`" processContents="skip"/></xs:sequence></xs:complexType>`, "")
		} else if field.art == artStruct {
			w.plan(field.sub)
			w.element(field.qname, "", field.sub.name)
		} else {
			w.element(field.qname, w.simpleOf(field.simple, field.simpleName), "")
		}
		return `<xs:element ref="` + field.qname + `"` + occurs + `/>`
	}
	name := `<xs:element name="` + field.navn.Lokal + `"` + occurs
	if field.art == artStruct {
		w.plan(field.sub)
		return name + ` type="` + field.sub.name + `"/>`
	}
	return name + w.simpleOf(field.simple, field.simpleName) + `</xs:element>`
}

func occurrenceOf(field *felt, alternative bool) string {
	minimum, maximum := field.min, field.max
	if alternative && !field.slice {
		minimum = 1
	}
	s := ""
	if minimum != 1 {
		s += ` minOccurs="` + strconv.Itoa(minimum) + `"`
	}
	if maximum < 0 {
		s += ` maxOccurs="unbounded"`
	} else if maximum != 1 {
		s += ` maxOccurs="` + strconv.Itoa(maximum) + `"`
	}
	return s
}

// Operation is one operation of a service: its SOAP action, and the global elements it takes and gives.
type Operation struct{ Navn, Action, Ind, Ud string }

// Beskrivelse is a service as its WSDL tells it.
type Beskrivelse struct {
	Navn, Rum, Port string // names of service and port, namespace of the description
	SOAP12          bool
	KraevAction     bool // soapActionRequired
	UdenHoved       bool // no RequestHeader: the body names the transaction
	Operationer     []Operation
}

const hovedSkema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:h="` + HovedRum + `" targetNamespace="` + HovedRum + `" elementFormDefault="qualified">` +
	`<xs:element name="RequestHeader" type="h:RequestHeaderType"/><xs:complexType name="RequestHeaderType"><xs:all><xs:element ref="h:TransactionUUID"/></xs:all></xs:complexType>` +
	`<xs:element name="TransactionUUID" type="h:TransactionUUIDType"/><xs:simpleType name="TransactionUUIDType"><xs:restriction base="h:UUIDType"/></xs:simpleType>` +
	`<xs:simpleType name="UUIDType"><xs:restriction base="xs:string"><xs:minLength value="1"/></xs:restriction></xs:simpleType></xs:schema>`

// WSDL is the service's description with everything in it, and its address.
func (f *Familie) WSDL(b Beskrivelse, adresse string) []byte {
	soapRum := "http://schemas.xmlsoap.org/wsdl/soap/"
	if b.SOAP12 {
		soapRum = "http://schemas.xmlsoap.org/wsdl/soap12/"
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `<?xml version="1.0" encoding="UTF-8"?><wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="%s" xmlns:tns="%s" xmlns:h="%s"%s name="%s" targetNamespace="%s"><wsdl:types>%s`,
		soapRum, b.Rum, HovedRum, f.decls, b.Navn, b.Rum, hovedSkema)
	schemas := f.XSD(nil)
	for _, prefix := range sorted(schemas) {
		out.Write(schemas[prefix])
	}
	out.WriteString(`</wsdl:types>`)
	for _, op := range b.Operationer {
		head := `<wsdl:part name="header" element="h:RequestHeader"/>`
		if b.UdenHoved {
			head = ""
		}
		fmt.Fprintf(&out, `<wsdl:message name="%[1]sRequest">%[4]s<wsdl:part name="request" element="%[2]s"/></wsdl:message>`+
			`<wsdl:message name="%[1]sResponse">%[4]s<wsdl:part name="response" element="%[3]s"/></wsdl:message>`, op.Navn, op.Ind, op.Ud, head)
	}
	fmt.Fprintf(&out, `<wsdl:portType name="%sPortType">`, b.Port)
	for _, op := range b.Operationer {
		fmt.Fprintf(&out, `<wsdl:operation name="%[1]s"><wsdl:input message="tns:%[1]sRequest"/><wsdl:output message="tns:%[1]sResponse"/></wsdl:operation>`, op.Navn)
	}
	fmt.Fprintf(&out, `</wsdl:portType><wsdl:binding name="%[1]s" type="tns:%[1]sPortType"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>`, b.Port)
	for _, op := range b.Operationer {
		out.WriteString(binding(b, op))
	}
	fmt.Fprintf(&out, `</wsdl:binding><wsdl:service name="%s"><wsdl:port name="%s" binding="tns:%s"><soap:address location="%s"/></wsdl:port></wsdl:service></wsdl:definitions>`,
		b.Navn, b.Port, b.Port, xmltree.AppendAttribut(nil, adresse))
	return out.Bytes()
}

func binding(b Beskrivelse, op Operation) string {
	required := ""
	if b.SOAP12 {
		required = fmt.Sprintf(` soapActionRequired="%t"`, b.KraevAction)
	}
	part := func(message, body string) string {
		head := `<soap:header message="tns:` + op.Navn + message + `" part="header" use="literal"/>`
		if b.UdenHoved {
			head = ""
		}
		return head + `<soap:body parts="` + body + `" use="literal"/>`
	}
	return fmt.Sprintf(`<wsdl:operation name="%s"><soap:operation soapAction="%s"%s/><wsdl:input>%s</wsdl:input><wsdl:output>%s</wsdl:output></wsdl:operation>`,
		op.Navn, op.Action, required, part("Request", "request"), part("Response", "response"))
}

// Beskeder lists the names of the global elements that are messages.
func (f *Familie) Beskeder() []string {
	return slices.DeleteFunc(sorted(f.byQName()), func(name string) bool { return !strings.HasSuffix(name, "put") })
}
