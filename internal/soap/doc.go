// Package soap is OIO messages on the wire: a codec that reads and writes Go types described by their tags, the schema and the
// service description made from the same tags, envelopes, faults, and the two ends of a call.
//
// It promises that what it reads is valid by the description, element for element, and that what it writes is too; a test
// compares its verdicts with the official schemas. It knows no service: those are soap/sdi, soap/ydi, soap/klassifikation and
// soap/organisation, which share no types although names are alike (the namespace urn:oio:sagdok:3.0.0 has several contents).
// Tokens and signatures are package idws; what a message means is for the service's own package.
//
// # How a message is described
//
// A struct is a complex type, its fields in schema order are the elements. The blank field names the type, and by its prefix the
// namespace of the elements it declares; an embedded struct is the type it extends:
//
//	type SagEgenskaber struct {
//		_                 struct{}  `oio:"sag:EgenskaberType"`
//		Virkning          *Virkning `oio:"Virkning"`
//		BrugervendtNoegle *string   `oio:"BrugervendtNoegle tekst50"`
//		Soegeord          []string  `oio:"Soegeord 1..3 string"`
//	}
//
// A pointer occurs 0..1, a slice 0..n or as told, anything else once. Text fields name their simple type, which is one of the
// built-in ones or the family's own. A name with a prefix refers to a global element of that namespace. `valg` after a type's
// name makes it a choice: one field is filled; `alle` lets its elements come in any order. A field "@name" is an attribute of a
// message's root. An element of type Raa is kept as it came; `enhver` lets it
// hold elements of any namespace. A field "*valg" is a slice of such structs, a repeated choice that keeps its order;
// "*andre" is a slice of Udvidelse, elements of other namespaces that the family knows.
package soap
