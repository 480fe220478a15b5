package ydelsehent

import "indeksbro/internal/soap"

// Familie is the alphabet of YdelseListeHent (SF1491), contract r4697.
var Familie = soap.NyFamilie(
	map[string]string{
		"kontekst": "http://kombit.dk/xml/schemas/kontekst/2017/01/01/",
		"y":        "http://www.kombit.dk/int/2022/01/01/",
	},
	map[string]soap.Simpel{
		"kontekst:CVRNumber":                   soap.Moenster(`[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]`),
		"kontekst:ItSystemInstansType":         soap.Moenster(`[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}`),
		"y:BeloebType":                         {Basis: "decimal", Min: 2, Max: 40},
		"y:BevilgetYdelseSorteringElementType": soap.Valg("BevillingEjerCVRNummer", "BevillingAnsvarligAfdelingNavn", "BevillingItSystemNavn", "YdelseNavn", "OekonomiskEffektueringStartDato", "OekonomiskEffektueringSlutDato"),
		"y:DecimalTal15_2Type":                 {Basis: "decimal", Min: 2, Max: 15},
		"y:EffektueringSorteringElementType":   soap.Valg("OekonomiskEffektueringDispositionsdato", "OekonomiskEffektueringUdbetalingStatus", "OekonomiskEffektueringStartDato", "OekonomiskEffektueringSlutDato"),
		"y:FoelsomhedType":                     soap.Valg("IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER", "FOELSOMME_PERSONOPLYSNINGER", "VIP_SAGER", ""),
		"y:ForudBagudType":                     soap.Valg("Forud", "Bagud"),
		"y:KLEDataAfgrType":                    soap.Moenster(`((\*|([0-9]{2}\.\*)|([0-9]{2}\.[0-9]{2}\.\*)|([0-9]{2}(\.[0-9]{2}){2}))([ \t\n]*-[ \t\n]*(\*|([0-9]{2}\.\*)|([0-9]{2}\.[0-9]{2}\.\*)|([0-9]{2}(\.[0-9]{2}){2})))?)(,[ \t\n]*((\*|([0-9]{2}\.\*)|([0-9]{2}\.[0-9]{2}\.\*)|([0-9]{2}(\.[0-9]{2}){2}))([ \t\n]*-[ \t\n]*(\*|([0-9]{2}\.\*)|([0-9]{2}\.[0-9]{2}\.\*)|([0-9]{2}(\.[0-9]{2}){2})))?))*`),
		"y:KLEEmneType":                        soap.Moenster(`(([0-9]{1}\*)|([0-9]{2}\.\*)|([0-9]{2}\.[0-9]{1}\*)|([0-9]{2}\.[0-9]{2}\.\*)|([0-9]{2}\.[0-9]{2}\.[0-9]{1}\*)|([0-9]{2}(\.[0-9]{2}){2}))`),
		"y:PNummerType":                        soap.Moenster(`[0-9]{10}`),
		"y:PartRolleTypeType":                  soap.Valg("Bevillingsmodtager", "Effektueringsmodtager"),
		"y:PartTypeType":                       soap.Valg("Person", "Virksomhed", "Ukendt"),
		"y:SorteringRetningType":               soap.Valg("ASC", "DESC"),
		"y:SystemDataAfgrType":                 soap.Moenster(`([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})+(,[ \t\n]*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})*`),
		"y:TalHel4Type":                        {Basis: "integer", Fra: -1000000000000000, Til: 9999},
		"y:TalHel8Type":                        {Basis: "integer", Fra: -1000000000000000, Til: 99999999},
		"y:UUIDType":                           soap.Moenster(`[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}`),
		"y:revisionType":                       soap.Moenster(`r4697`),
	},
	map[string]any{
		"y:BevillingHent_I":    BevillingHentInput{},
		"y:BevillingHent_O":    BevillingHentOutput{},
		"y:EffektueringHent_I": EffektueringHentInput{},
		"y:EffektueringHent_O": EffektueringHentOutput{},
	},
)

// BevillingHentInput is y:BevillingHent_IRodType.
type BevillingHentInput struct {
	_ struct{} `oio:"y:BevillingHent_IRodType"`
	BevillingHentInputIndhold
	Revision *string `oio:"@revision y:revisionType"`
}

// BevillingHentOutput is y:BevillingHent_ORodType.
type BevillingHentOutput struct {
	_ struct{} `oio:"y:BevillingHent_ORodType"`
	BevillingHentOutputIndhold
	Revision *string `oio:"@revision y:revisionType"`
}

// EffektueringHentInput is y:EffektueringHent_IRodType.
type EffektueringHentInput struct {
	_ struct{} `oio:"y:EffektueringHent_IRodType"`
	EffektueringHentInputIndhold
	Revision *string `oio:"@revision y:revisionType"`
}

// EffektueringHentOutput is y:EffektueringHent_ORodType.
type EffektueringHentOutput struct {
	_ struct{} `oio:"y:EffektueringHent_ORodType"`
	EffektueringHentOutputIndhold
	Revision *string `oio:"@revision y:revisionType"`
}

// BevillingHentInputIndhold is y:BevillingHent_IType.
type BevillingHentInputIndhold struct {
	_                                         struct{}         `oio:"y:BevillingHent_IType"`
	HovedOplysninger                          HovedOplysninger `oio:"kontekst:HovedOplysninger"`
	Kriterie                                  Kriterie         `oio:"Kriterie"`
	PartRolle                                 *string          `oio:"y:PartRolle y:PartRolleTypeType"`
	MedtagEffektueringer                      *string          `oio:"y:MedtagEffektueringer boolean"`
	FjernUndtagetVisningForBorger             *string          `oio:"y:FjernUndtagetVisningForBorger boolean"`
	SagSagsnummer                             *string          `oio:"y:SagSagsnummer tekst255"`
	KLEKriterie                               *string          `oio:"y:KLEKriterie y:KLEDataAfgrType"`
	BevillingUUID                             *string          `oio:"y:BevillingUUID y:UUIDType"`
	BevillingEjerCVRNummer                    *string          `oio:"y:BevillingEjerCVRNummer cvr"`
	ItSystemInstansIdentifikation             *string          `oio:"y:ItSystemInstansIdentifikation y:UUIDType"`
	YdelseKlasse                              *YdelseKlasse    `oio:"YdelseKlasse"`
	BevilgetYdelseStartDatoFra                *string          `oio:"y:BevilgetYdelseStartDatoFra date"`
	BevilgetYdelseStartDatoTil                *string          `oio:"y:BevilgetYdelseStartDatoTil date"`
	BevilgetYdelseSlutDatoFra                 *string          `oio:"y:BevilgetYdelseSlutDatoFra date"`
	BevilgetYdelseSlutDatoTil                 *string          `oio:"y:BevilgetYdelseSlutDatoTil date"`
	OekonomiskEffektueringDispositionsDatoFra *string          `oio:"y:OekonomiskEffektueringDispositionsDatoFra date"`
	OekonomiskEffektueringDispositionsDatoTil *string          `oio:"y:OekonomiskEffektueringDispositionsDatoTil date"`
	RettighedListe                            RettighedListe   `oio:"RettighedListe"`
	ResultatFilter                            *ResultatFilter  `oio:"ResultatFilter"`
	YdelseSortering                           *YdelseSortering `oio:"YdelseSortering"`
}

// BevillingHentOutputIndhold is y:BevillingHent_OType.
type BevillingHentOutputIndhold struct {
	_                    struct{}             `oio:"y:BevillingHent_OType"`
	HovedOplysningerSvar HovedOplysningerSvar `oio:"kontekst:HovedOplysningerSvar"`
	BevilgetYdelseListe  *BevilgetYdelseListe `oio:"BevilgetYdelseListe"`
}

// EffektueringHentInputIndhold is y:EffektueringHent_IType.
type EffektueringHentInputIndhold struct {
	_                                         struct{}               `oio:"y:EffektueringHent_IType"`
	HovedOplysninger                          HovedOplysninger       `oio:"kontekst:HovedOplysninger"`
	Kriterie                                  EffektueringKriterie   `oio:"Kriterie"`
	PartRolle                                 *string                `oio:"y:PartRolle y:PartRolleTypeType"`
	MedtagBevilling                           *string                `oio:"y:MedtagBevilling boolean"`
	FjernUndtagetVisningForBorger             *string                `oio:"y:FjernUndtagetVisningForBorger boolean"`
	OekonomiskEffektueringDispositionsDatoFra *string                `oio:"y:OekonomiskEffektueringDispositionsDatoFra date"`
	OekonomiskEffektueringDispositionsDatoTil *string                `oio:"y:OekonomiskEffektueringDispositionsDatoTil date"`
	RettighedListe                            RettighedListe         `oio:"RettighedListe"`
	ResultatFilter                            *ResultatFilter        `oio:"ResultatFilter"`
	EffektueringSortering                     *EffektueringSortering `oio:"EffektueringSortering"`
}

// EffektueringHentOutputIndhold is y:EffektueringHent_OType.
type EffektueringHentOutputIndhold struct {
	_                           struct{}                     `oio:"y:EffektueringHent_OType"`
	HovedOplysningerSvar        HovedOplysningerSvar         `oio:"kontekst:HovedOplysningerSvar"`
	OEkonomiskEffektueringListe *OEkonomiskEffektueringListe `oio:"OEkonomiskEffektueringListe"`
}

// HovedOplysninger is kontekst:HovedOplysningerType.
type HovedOplysninger struct {
	_                            struct{}          `oio:"kontekst:HovedOplysningerType"`
	TransaktionsId               string            `oio:"kontekst:TransaktionsId tekst1"`
	TransaktionsTid              string            `oio:"kontekst:TransaktionsTid dateTime"`
	OnBehalfOfUser               *string           `oio:"kontekst:OnBehalfOfUser tekst255"`
	CallersServiceCallIdentifier *string           `oio:"kontekst:CallersServiceCallIdentifier tekst255"`
	AccountingInfo               *string           `oio:"kontekst:AccountingInfo tekst255"`
	AuthorityContext             *AuthorityContext `oio:"kontekst:AuthorityContext"`
	Rute                         *Rute             `oio:"kontekst:Rute"`
	Processing                   []soap.Raa        `oio:"kontekst:Processing enhver"`
}

// Kriterie is y:KriterieType.
type Kriterie struct {
	_             struct{} `oio:"y:KriterieType valg"`
	PartCPRNummer *string  `oio:"y:PartCPRNummer string"`
	PartCVRNummer *string  `oio:"y:PartCVRNummer cvr"`
	PartPNummer   *string  `oio:"y:PartPNummer y:PNummerType"`
	PartURN       *string  `oio:"y:PartURN tekst4096"`
	SagUUID       *string  `oio:"y:SagUUID y:UUIDType"`
}

// YdelseKlasse is y:YdelseKlasseType.
type YdelseKlasse struct {
	_                    struct{} `oio:"y:YdelseKlasseType"`
	KlasseIdentifikation *string  `oio:"y:KlasseIdentifikation y:UUIDType"`
	KlasseUrnReference   *string  `oio:"y:KlasseUrnReference tekst4096"`
}

// RettighedListe is y:RettighedListeType.
type RettighedListe struct {
	_                       struct{}                  `oio:"y:RettighedListeType"`
	BevillingDataAfgrGruppe []BevillingDataAfgrGruppe `oio:"BevillingDataAfgrGruppe 1..n"`
}

// ResultatFilter is y:ResultatFilterType.
type ResultatFilter struct {
	_                 struct{} `oio:"y:ResultatFilterType"`
	ResultatAntalMaks string   `oio:"y:ResultatAntalMaks y:TalHel4Type"`
	ResultatStart     *string  `oio:"y:ResultatStart y:TalHel8Type"`
}

// YdelseSortering is y:YdelseSorteringType.
type YdelseSortering struct {
	_                              struct{} `oio:"y:YdelseSorteringType"`
	BevilgetYdelseSorteringElement string   `oio:"y:BevilgetYdelseSorteringElement y:BevilgetYdelseSorteringElementType"`
	SorteringRetning               *string  `oio:"y:SorteringRetning y:SorteringRetningType"`
}

// HovedOplysningerSvar is kontekst:HovedOplysningerSvarType.
type HovedOplysningerSvar struct {
	_               struct{}       `oio:"kontekst:HovedOplysningerSvarType"`
	TransaktionsId  string         `oio:"kontekst:TransaktionsId tekst1"`
	TransaktionsTid string         `oio:"kontekst:TransaktionsTid dateTime"`
	SvarReaktion    []SvarReaktion `oio:"SvarReaktion"`
}

// BevilgetYdelseListe is y:BevilgetYdelseListeType.
type BevilgetYdelseListe struct {
	_              struct{}         `oio:"y:BevilgetYdelseListeType"`
	BevilgetYdelse []BevilgetYdelse `oio:"BevilgetYdelse 1..n"`
}

// EffektueringKriterie is y:Kriterie2Type.
type EffektueringKriterie struct {
	_                      struct{}                `oio:"y:Kriterie2Type valg"`
	PartCPRNummer          *string                 `oio:"y:PartCPRNummer string"`
	PartCVRNummer          *string                 `oio:"y:PartCVRNummer cvr"`
	PartPNummer            *string                 `oio:"y:PartPNummer y:PNummerType"`
	PartURN                *string                 `oio:"y:PartURN tekst4096"`
	BevilgetYdelseKriterie *BevilgetYdelseKriterie `oio:"BevilgetYdelseKriterie"`
}

// EffektueringSortering is y:EffektueringSorteringType.
type EffektueringSortering struct {
	_                            struct{} `oio:"y:EffektueringSorteringType"`
	EffektueringSorteringElement string   `oio:"y:EffektueringSorteringElement y:EffektueringSorteringElementType"`
	SorteringRetning             *string  `oio:"y:SorteringRetning y:SorteringRetningType"`
}

// OEkonomiskEffektueringListe is y:OEkonomiskEffektueringListeType.
type OEkonomiskEffektueringListe struct {
	_                      struct{}                 `oio:"y:OEkonomiskEffektueringListeType"`
	OEkonomiskEffektuering []OEkonomiskEffektuering `oio:"OEkonomiskEffektuering 1..n"`
}

// AuthorityContext is kontekst:AuthorityContextType.
type AuthorityContext struct {
	_               struct{} `oio:"kontekst:AuthorityContextType"`
	MunicipalityCVR string   `oio:"MunicipalityCVR kontekst:CVRNumber"`
}

// Rute is kontekst:RuteType.
type Rute struct {
	_                       struct{} `oio:"kontekst:RuteType alle"`
	AfsenderOrganisation    string   `oio:"AfsenderOrganisation kontekst:CVRNumber"`
	AfsenderItSystemInstans string   `oio:"AfsenderItSystemInstans kontekst:ItSystemInstansType"`
	ModtagerOrganisation    string   `oio:"ModtagerOrganisation kontekst:CVRNumber"`
	ModtagerItSystemInstans *string  `oio:"ModtagerItSystemInstans kontekst:ItSystemInstansType"`
}

// BevillingDataAfgrGruppe is y:BevillingDataAfgrGruppeType.
type BevillingDataAfgrGruppe struct {
	_                      struct{}                `oio:"y:BevillingDataAfgrGruppeType"`
	MyndighedDataAfgrListe *MyndighedDataAfgrListe `oio:"MyndighedDataAfgrListe"`
	BevillingAfgrListe     *BevillingAfgrListe     `oio:"BevillingAfgrListe"`
}

// SvarReaktion is kontekst:SvarReaktionType.
type SvarReaktion struct {
	_     struct{} `oio:"kontekst:SvarReaktionType valg"`
	Advis *Advis   `oio:"kontekst:Advis"`
	Fejl  *Fejl    `oio:"kontekst:Fejl"`
}

// BevilgetYdelse is y:BevilgetYdelseType.
type BevilgetYdelse struct {
	_                                               struct{}                            `oio:"y:BevilgetYdelseType"`
	YdelseKlasse                                    *YdelseKlasse                       `oio:"YdelseKlasse"`
	YdelseNavn                                      string                              `oio:"y:YdelseNavn tekst100"`
	BevilgetYdelseID                                string                              `oio:"y:BevilgetYdelseID tekst36"`
	BevilgetYdelseNavn                              *string                             `oio:"y:BevilgetYdelseNavn tekst255"`
	BevilgetYdelseBegrundelse                       *string                             `oio:"y:BevilgetYdelseBegrundelse tekst4096"`
	BevilgetYdelseEffektueringsPlanBeskrivelse      *string                             `oio:"y:BevilgetYdelseEffektueringsPlanBeskrivelse tekst1000"`
	BevilgetYdelseStartDato                         string                              `oio:"y:BevilgetYdelseStartDato date"`
	BevilgetYdelseSlutDato                          *string                             `oio:"y:BevilgetYdelseSlutDato date"`
	BevilgetYdelseKLEEmne                           string                              `oio:"y:BevilgetYdelseKLEEmne y:KLEEmneType"`
	BevilgetYdelseEffektueringModtager              BevilgetYdelseEffektueringModtager  `oio:"BevilgetYdelseEffektueringModtager"`
	OekonomiskEffektueringsplanYdelsesbeloeb        *string                             `oio:"y:OekonomiskEffektueringsplanYdelsesbeloeb y:DecimalTal15_2Type"`
	OekonomiskEffektueringsplanBeregningsfrekvens   *string                             `oio:"y:OekonomiskEffektueringsplanBeregningsfrekvens tekst50"`
	OekonomiskEffektueringsplanForudBagud           *string                             `oio:"y:OekonomiskEffektueringsplanForudBagud y:ForudBagudType"`
	OekonomiskEffektueringsplanDispositionsdag      *string                             `oio:"y:OekonomiskEffektueringsplanDispositionsdag tekst50"`
	OekonomiskEffektueringsplanSkalManueltGodkendes *string                             `oio:"y:OekonomiskEffektueringsplanSkalManueltGodkendes boolean"`
	OEkonomiskYdelseseffektueringListe              *OEkonomiskYdelseseffektueringListe `oio:"OEkonomiskYdelseseffektueringListe"`
	BevillingStruktur                               BevillingStruktur                   `oio:"y:BevillingStruktur"`
}

// BevilgetYdelseKriterie is y:BevilgetYdelseKriterieType.
type BevilgetYdelseKriterie struct {
	_                struct{} `oio:"y:BevilgetYdelseKriterieType"`
	BevillingUUID    string   `oio:"y:BevillingUUID y:UUIDType"`
	BevilgetYdelseID string   `oio:"y:BevilgetYdelseID tekst36"`
}

// OEkonomiskEffektuering is y:OEkonomiskEffektueringType.
type OEkonomiskEffektuering struct {
	_                                  struct{}                       `oio:"y:OEkonomiskEffektueringType"`
	OekonomiskEffektueringStruktur     OekonomiskEffektueringStruktur `oio:"y:OekonomiskEffektueringStruktur"`
	OEkonomiskYdelseseffektueringListe EffektueretYdelseListe         `oio:"OEkonomiskYdelseseffektueringListe"`
}

// MyndighedDataAfgrListe is y:MyndighedDataAfgrListeType.
type MyndighedDataAfgrListe struct {
	_                   struct{} `oio:"y:MyndighedDataAfgrListeType"`
	VirksomhedCVRNummer []string `oio:"y:VirksomhedCVRNummer 1..n cvr"`
}

// BevillingAfgrListe is y:BevillingAfgrListeType.
type BevillingAfgrListe struct {
	_                 struct{}            `oio:"y:BevillingAfgrListeType"`
	BevillingDataAfgr []BevillingDataAfgr `oio:"BevillingDataAfgr 1..n"`
}

// Advis is kontekst:AdvisType.
type Advis struct {
	_              struct{}   `oio:"kontekst:AdvisType"`
	AdvisId        string     `oio:"kontekst:AdvisId string"`
	AdvisTekst     string     `oio:"kontekst:AdvisTekst tekst1"`
	KildeId        *string    `oio:"kontekst:KildeId tekst1-100"`
	Identifikation []soap.Raa `oio:"kontekst:Identifikation"`
}

// Fejl is kontekst:FejlType.
type Fejl struct {
	_              struct{}   `oio:"kontekst:FejlType"`
	FejlId         string     `oio:"kontekst:FejlId string"`
	FejlTekst      string     `oio:"kontekst:FejlTekst tekst1"`
	KildeId        *string    `oio:"kontekst:KildeId tekst1-100"`
	Identifikation []soap.Raa `oio:"kontekst:Identifikation"`
}

// BevilgetYdelseEffektueringModtager is y:BevilgetYdelseEffektueringModtagerType.
type BevilgetYdelseEffektueringModtager struct {
	_             struct{} `oio:"y:BevilgetYdelseEffektueringModtagerType"`
	PartType      string   `oio:"y:PartType y:PartTypeType"`
	PartURN       string   `oio:"y:PartURN tekst4096"`
	PartFuldtNavn *string  `oio:"y:PartFuldtNavn tekst255"`
	PartCPRNummer *string  `oio:"y:PartCPRNummer string"`
	PartCVRNummer *string  `oio:"y:PartCVRNummer cvr"`
	PartPNummer   *string  `oio:"y:PartPNummer y:PNummerType"`
}

// OEkonomiskYdelseseffektueringListe is y:OEkonomiskYdelseseffektueringListeType.
type OEkonomiskYdelseseffektueringListe struct {
	_                             struct{}                        `oio:"y:OEkonomiskYdelseseffektueringListeType"`
	OEkonomiskYdelseseffektuering []OEkonomiskYdelseseffektuering `oio:"OEkonomiskYdelseseffektuering 1..n"`
}

// BevillingStruktur is y:BevillingStrukturType.
type BevillingStruktur struct {
	_                            struct{}                     `oio:"y:BevillingStrukturType"`
	BevillingUUID                string                       `oio:"y:BevillingUUID y:UUIDType"`
	BevillingFoelsomhed          string                       `oio:"y:BevillingFoelsomhed y:FoelsomhedType"`
	BevillingEjer                BevillingEjer                `oio:"BevillingEjer"`
	BevillingMasterSystemInstans BevillingMasterSystemInstans `oio:"BevillingMasterSystemInstans"`
	BevillingAnsvarligAfdeling   BevillingAnsvarligAfdeling   `oio:"BevillingAnsvarligAfdeling"`
	Bevillingsmodtager           Bevillingsmodtager           `oio:"Bevillingsmodtager"`
	Bevillingssag                *Bevillingssag               `oio:"Bevillingssag"`
}

// OekonomiskEffektueringStruktur is y:OekonomiskEffektueringStrukturType.
type OekonomiskEffektueringStruktur struct {
	_                                              struct{}                                  `oio:"y:OekonomiskEffektueringStrukturType"`
	OekonomiskEffektueringUUID                     string                                    `oio:"y:OekonomiskEffektueringUUID y:UUIDType"`
	OekonomiskEffektueringDispositionsdato         string                                    `oio:"y:OekonomiskEffektueringDispositionsdato date"`
	OekonomiskEffektueringSamletBruttobeloeb       string                                    `oio:"y:OekonomiskEffektueringSamletBruttobeloeb y:DecimalTal15_2Type"`
	OekonomiskEffektueringBeloebEfterSkatATP       *string                                   `oio:"y:OekonomiskEffektueringBeloebEfterSkatATP y:DecimalTal15_2Type"`
	OekonomiskEffektueringBeloebSendtTilUdbetaling string                                    `oio:"y:OekonomiskEffektueringBeloebSendtTilUdbetaling y:BeloebType"`
	OEkonomiskEffektueringBeloebUdbetalt           *string                                   `oio:"y:OEkonomiskEffektueringBeloebUdbetalt y:BeloebType"`
	OekonomiskEffektueringSendtTilUdbetalingTekst  *string                                   `oio:"y:OekonomiskEffektueringSendtTilUdbetalingTekst tekst4096"`
	OekonomiskEffektueringUdbetalingStatus         *string                                   `oio:"y:OekonomiskEffektueringUdbetalingStatus tekst50"`
	OekonomiskEffektueringUdbetaltTekst            *string                                   `oio:"y:OekonomiskEffektueringUdbetaltTekst tekst4096"`
	OekonomiskEffektueringStartDato                string                                    `oio:"y:OekonomiskEffektueringStartDato date"`
	OekonomiskEffektueringSlutDato                 *string                                   `oio:"y:OekonomiskEffektueringSlutDato date"`
	OEkonomiskEffektueringMasterSystemInstans      OEkonomiskEffektueringMasterSystemInstans `oio:"OEkonomiskEffektueringMasterSystemInstans"`
	OEkonomiskEffektueringModtager                 OEkonomiskEffektueringModtager            `oio:"OEkonomiskEffektueringModtager"`
}

// EffektueretYdelseListe is y:OEkonomiskYdelseseffektueringListe2Type.
type EffektueretYdelseListe struct {
	_                             struct{}            `oio:"y:OEkonomiskYdelseseffektueringListe2Type"`
	OEkonomiskYdelseseffektuering []EffektueretYdelse `oio:"OEkonomiskYdelseseffektuering 1..n"`
}

// BevillingDataAfgr is y:BevillingDataAfgrType.
type BevillingDataAfgr struct {
	_                   struct{} `oio:"y:BevillingDataAfgrType"`
	BevillingFoelsomhed *string  `oio:"y:BevillingFoelsomhed y:FoelsomhedType"`
	KLEDataAfgr         *string  `oio:"y:KLEDataAfgr y:KLEDataAfgrType"`
	SystemDataAfgr      *string  `oio:"y:SystemDataAfgr y:SystemDataAfgrType"`
}

// OEkonomiskYdelseseffektuering is y:OEkonomiskYdelseseffektueringType.
type OEkonomiskYdelseseffektuering struct {
	_                                       struct{}                        `oio:"y:OEkonomiskYdelseseffektueringType"`
	OekonomiskYdelseseffektueringBeloeb     string                          `oio:"y:OekonomiskYdelseseffektueringBeloeb y:DecimalTal15_2Type"`
	OekonomiskYdelseseffektueringPeriodeFra string                          `oio:"y:OekonomiskYdelseseffektueringPeriodeFra date"`
	OekonomiskYdelseseffektueringPeriodeTil *string                         `oio:"y:OekonomiskYdelseseffektueringPeriodeTil date"`
	OekonomiskEffektueringStruktur          *OekonomiskEffektueringStruktur `oio:"y:OekonomiskEffektueringStruktur"`
}

// BevillingEjer is y:BevillingEjerType.
type BevillingEjer struct {
	_                   struct{} `oio:"y:BevillingEjerType"`
	VirksomhedCVRNummer string   `oio:"y:VirksomhedCVRNummer cvr"`
}

// BevillingMasterSystemInstans is y:BevillingMasterSystemInstansType.
type BevillingMasterSystemInstans struct {
	_                             struct{} `oio:"y:BevillingMasterSystemInstansType"`
	ItSystemInstansIdentifikation string   `oio:"y:ItSystemInstansIdentifikation y:UUIDType"`
	ItSystemInstansTitel          string   `oio:"y:ItSystemInstansTitel tekst100"`
}

// BevillingAnsvarligAfdeling is y:BevillingAnsvarligAfdelingType.
type BevillingAnsvarligAfdeling struct {
	_                                  struct{} `oio:"y:BevillingAnsvarligAfdelingType"`
	OrganisationsenhedUUID             *string  `oio:"y:OrganisationsenhedUUID y:UUIDType"`
	AnsvarligAfdelingURN               *string  `oio:"y:AnsvarligAfdelingURN tekst4096"`
	AnsvarligAfdelingBrugervendtNoegle *string  `oio:"y:AnsvarligAfdelingBrugervendtNoegle tekst50"`
	AnsvarligAfdelingFuldtNavn         *string  `oio:"y:AnsvarligAfdelingFuldtNavn tekst255"`
}

// Bevillingsmodtager is y:BevillingsmodtagerType.
type Bevillingsmodtager struct {
	_             struct{} `oio:"y:BevillingsmodtagerType"`
	PartType      string   `oio:"y:PartType y:PartTypeType"`
	PartURN       string   `oio:"y:PartURN tekst4096"`
	PartFuldtNavn *string  `oio:"y:PartFuldtNavn tekst255"`
	PartCPRNummer *string  `oio:"y:PartCPRNummer string"`
	PartCVRNummer *string  `oio:"y:PartCVRNummer cvr"`
	PartPNummer   *string  `oio:"y:PartPNummer y:PNummerType"`
}

// Bevillingssag is y:BevillingssagType.
type Bevillingssag struct {
	_                           struct{}                `oio:"y:BevillingssagType"`
	SagUUID                     string                  `oio:"y:SagUUID y:UUIDType"`
	SagTitel                    *string                 `oio:"y:SagTitel tekst255"`
	SagSagsnummer               *string                 `oio:"y:SagSagsnummer tekst255"`
	SagFoelsomhed               *string                 `oio:"y:SagFoelsomhed y:FoelsomhedType"`
	SagKLEEmne                  *string                 `oio:"y:SagKLEEmne y:KLEEmneType"`
	SagKLEHandlingsfacet        *string                 `oio:"y:SagKLEHandlingsfacet tekst50"`
	SagEjerCVRNummer            *string                 `oio:"y:SagEjerCVRNummer cvr"`
	SagMasterSystemInstans      *SagMasterSystemInstans `oio:"SagMasterSystemInstans"`
	SagUndtagetVisningForBorger *string                 `oio:"y:SagUndtagetVisningForBorger boolean"`
}

// OEkonomiskEffektueringMasterSystemInstans is y:OEkonomiskEffektueringMasterSystemInstansType.
type OEkonomiskEffektueringMasterSystemInstans struct {
	_                             struct{} `oio:"y:OEkonomiskEffektueringMasterSystemInstansType"`
	ItSystemInstansIdentifikation string   `oio:"y:ItSystemInstansIdentifikation y:UUIDType"`
	ItSystemInstansTitel          string   `oio:"y:ItSystemInstansTitel tekst100"`
}

// OEkonomiskEffektueringModtager is y:OEkonomiskEffektueringModtagerType.
type OEkonomiskEffektueringModtager struct {
	_             struct{} `oio:"y:OEkonomiskEffektueringModtagerType"`
	PartType      string   `oio:"y:PartType y:PartTypeType"`
	PartURN       string   `oio:"y:PartURN tekst4096"`
	PartFuldtNavn *string  `oio:"y:PartFuldtNavn tekst255"`
	PartCPRNummer *string  `oio:"y:PartCPRNummer string"`
	PartCVRNummer *string  `oio:"y:PartCVRNummer cvr"`
	PartPNummer   *string  `oio:"y:PartPNummer y:PNummerType"`
}

// EffektueretYdelse is y:OEkonomiskYdelseseffektuering2Type.
type EffektueretYdelse struct {
	_                                       struct{}                    `oio:"y:OEkonomiskYdelseseffektuering2Type"`
	OekonomiskYdelseseffektueringBeloeb     string                      `oio:"y:OekonomiskYdelseseffektueringBeloeb y:DecimalTal15_2Type"`
	OekonomiskYdelseseffektueringPeriodeFra string                      `oio:"y:OekonomiskYdelseseffektueringPeriodeFra date"`
	OekonomiskYdelseseffektueringPeriodeTil *string                     `oio:"y:OekonomiskYdelseseffektueringPeriodeTil date"`
	BevilgetYdelse                          *EffektueringBevilgetYdelse `oio:"BevilgetYdelse"`
}

// SagMasterSystemInstans is y:SagMasterSystemInstansType.
type SagMasterSystemInstans struct {
	_                             struct{} `oio:"y:SagMasterSystemInstansType"`
	ItSystemInstansIdentifikation string   `oio:"y:ItSystemInstansIdentifikation y:UUIDType"`
	ItSystemInstansTitel          string   `oio:"y:ItSystemInstansTitel tekst100"`
}

// EffektueringBevilgetYdelse is y:BevilgetYdelse2Type.
type EffektueringBevilgetYdelse struct {
	_                                               struct{}                           `oio:"y:BevilgetYdelse2Type"`
	YdelseKlasse                                    *YdelseKlasse                      `oio:"YdelseKlasse"`
	YdelseNavn                                      string                             `oio:"y:YdelseNavn tekst100"`
	BevilgetYdelseID                                string                             `oio:"y:BevilgetYdelseID tekst36"`
	BevilgetYdelseNavn                              *string                            `oio:"y:BevilgetYdelseNavn tekst255"`
	BevilgetYdelseBegrundelse                       *string                            `oio:"y:BevilgetYdelseBegrundelse tekst4096"`
	BevilgetYdelseEffektueringsPlanBeskrivelse      *string                            `oio:"y:BevilgetYdelseEffektueringsPlanBeskrivelse tekst1000"`
	BevilgetYdelseStartDato                         string                             `oio:"y:BevilgetYdelseStartDato date"`
	BevilgetYdelseSlutDato                          *string                            `oio:"y:BevilgetYdelseSlutDato date"`
	BevilgetYdelseKLEEmne                           string                             `oio:"y:BevilgetYdelseKLEEmne y:KLEEmneType"`
	BevilgetYdelseEffektueringModtager              BevilgetYdelseEffektueringModtager `oio:"BevilgetYdelseEffektueringModtager"`
	OekonomiskEffektueringsplanYdelsesbeloeb        *string                            `oio:"y:OekonomiskEffektueringsplanYdelsesbeloeb y:DecimalTal15_2Type"`
	OekonomiskEffektueringsplanBeregningsfrekvens   *string                            `oio:"y:OekonomiskEffektueringsplanBeregningsfrekvens tekst50"`
	OekonomiskEffektueringsplanForudBagud           *string                            `oio:"y:OekonomiskEffektueringsplanForudBagud y:ForudBagudType"`
	OekonomiskEffektueringsplanDispositionsdag      *string                            `oio:"y:OekonomiskEffektueringsplanDispositionsdag tekst50"`
	OekonomiskEffektueringsplanSkalManueltGodkendes *string                            `oio:"y:OekonomiskEffektueringsplanSkalManueltGodkendes boolean"`
	BevillingStruktur                               *BevillingStruktur                 `oio:"y:BevillingStruktur"`
}
