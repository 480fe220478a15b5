package soap

import "strings"

// dansk has what faults say, phrase by phrase: the names of elements and the values between them are the same in both languages.
var dansk = strings.NewReplacer(
	// the schema
	"out of order, or once too often; the order is that of the schema", "i forkert rækkefølge, eller en gang for meget; rækkefølgen er skemaets",
	"out of order; the order is that of the schema", "i forkert rækkefølge; rækkefølgen er skemaets",
	"in the wrong namespace; want ", "i forkert namespace; det skal være ",
	"no element is allowed here", "her må intet element stå",
	"the element is not known here; known are ", "elementet kendes ikke her; her kendes ",
	"the element is not known here", "elementet kendes ikke her",
	"this extension is not known", "udvidelsen kendes ikke",
	"text is not allowed between elements", "der må ikke stå tekst mellem elementer",
	"want one element here, of another namespace unless any is allowed", "her skal stå ét element, af et andet namespace, medmindre alle er tilladt",
	"the attribute ", "attributten ", " is not allowed", " er ikke tilladt",
	"only one of ", "kun en af ", " may stand here", " må stå her",
	"one of ", "en af ", " is missing", " mangler",
	"want a dateTime such as ", "der skal stå et tidspunkt som ", "want a date such as ", "der skal stå en dato som ",
	"want an amount such as 5942.00, with a dot and no group mark", "der skal stå et beløb som 5942.00, med punktum og uden tusindtalsskiller",
	"want a whole number", "der skal stå et helt tal", "want a number from ", "der skal stå et tal fra ",
	"want true or false", "der skal stå true eller false", "want base64", "der skal stå base64", "want the form ", "formen skal være ",
	"want one of ", "der skal stå en af ", "at least ", "mindst ", "at most ", "højst ",
	"want ", "der skal stå ", " in namespace ", " i namespace ", " here", " her",
	// XML
	"the message is not XML as it must be: ", "beskeden er ikke XML, som det skal være: ",
	"line ", "linje ", " column ", " kolonne ",
	"document types are refused", "dokumenttyper (DOCTYPE) tages ikke", "processing instructions are refused", "processing instructions tages ikke",
	"the document ends inside an element", "dokumentet slutter midt i et element", "the document ends inside a tag", "dokumentet slutter midt i et tag",
	"the end tag is of another element", "sluttagget hører til et andet element", "an end tag without its element", "et sluttag uden sit element",
	"character not allowed in XML", "et tegn, der ikke er tilladt i XML", "not UTF-8", "ikke UTF-8", "the prefix is not declared", "præfikset er ikke erklæret",
	"only the five predefined entities and character references are known", "kun de fem faste entiteter og tegnreferencer kendes",
	"text outside the root element", "tekst uden for rodelementet", "a second root element", "et rodelement mere", "an attribute twice", "en attribut to gange",
	"message too large: ", "beskeden er for stor: ", " bytes, ", " bytes, ", "nested deeper than ", "indlejret dybere end ", "more than ", "mere end ",
	// the envelope and the call
	"the body must hold exactly one element", "Body skal have netop ét element", "root element is ", "rodelementet er ",
	"the SOAP action is missing", "SOAP action mangler", "the SOAP action is ", "SOAP action er ", "wsa:Action is ", "wsa:Action er ", ", want ", ", den skal være ",
	"the header RequestHeader with a TransactionUUID is missing", "RequestHeader med et TransactionUUID mangler", "(namespace ", "(namespace ",
	"no operation takes ", "ingen operation tager ", "the message is larger than ", "beskeden er større end ", " bytes; send fewer objects", " bytes; send færre objekter",
	"the message could not be read to its end", "beskeden kunne ikke læses til ende", "too many calls at once; repeat the call later", "for mange kald på én gang; gentag kaldet senere",
	"the service could not do this now; repeat the call later", "tjenesten kunne ikke gøre det nu; gentag kaldet senere", "the answer could not be sealed", "svaret kunne ikke underskrives",
	// security
	" needs the right ", " kræver rettigheden ", ": no service agreement gives it to ", ": ingen serviceaftale giver den til ", " on behalf of CVR ", " på vegne af CVR ", " at http", " hos http",
	"no service agreement: ", "ingen serviceaftale: ", " has none", " har ingen", "; the operator adds a line to ", "; driften føjer en linje til ",
	"unsigned messages are taken from this machine only; sign the message", "usignerede beskeder tages kun fra denne maskine; signér beskeden",
	"the signature does not hold", "signaturen holder ikke", "the token is not accepted", "tokenet tages ikke", "the security header is not accepted", "sikkerhedsheaderen tages ikke",
	"the message is too old, or its clock is ahead", "beskeden er for gammel, eller dens ur er foran", "the caller is not accepted", "kalderen tages ikke",
	"an addressing header is missing", "en adresseheader mangler", "an addressing header is not accepted", "en adresseheader tages ikke",
	"the token is another caller's than the connection", "tokenet er en andens end forbindelsens", "the token gives no role for the authority", "tokenet giver ingen rolle for myndigheden",
)

// PaaDansk is a fault's English text in Danish; what it has no words for stays.
func PaaDansk(english string) string { return dansk.Replace(english) }

// BeggeSprog is an English text after its Danish.
func BeggeSprog(english string) string {
	if d := PaaDansk(english); d != english {
		return d + " / " + english
	}
	return english
}

// PaaEngelsk gives each rule its English text. A rule without one, and a text without a rule, is a mistake in the program.
func (r Regler) PaaEngelsk(texts map[string]string) Regler {
	for nr, text := range texts {
		if r[nr] == nil {
			panic("English for no rule: " + nr)
		}
		r[nr].Engelsk = text
	}
	for nr, rule := range r {
		if rule.Engelsk == "" {
			panic("rule without English: " + nr)
		}
	}
	return r
}
