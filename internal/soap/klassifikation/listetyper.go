package klassifikation

import "indeksbro/internal/soap"

// ListeFamilie is the alphabet of KlassifikationListeHent, contract r6821.
var ListeFamilie = soap.NyFamilie(
	map[string]string{
		"kontekst": "http://kombit.dk/xml/schemas/kontekst/2017/01/01/",
		"l":        "http://www.kombit.dk/2017/01/01/",
	},
	map[string]soap.Simpel{
		"kontekst:CVRNumber":           soap.Moenster(`[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]`),
		"kontekst:ItSystemInstansType": soap.Moenster(`[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}`),
		"kontekst:RequestIdType":       soap.Moenster(`[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}`),
		"l:TalHel1Til100Type":          {Basis: "integer", Fra: 1, Til: 100},
		"l:UUIDType":                   soap.Moenster(`[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}`),
		"l:revisionType":               soap.Moenster(`r6821`),
	},
	map[string]any{
		"l:KlassifikationListeHent_I": ListeHentInput{},
		"l:KlassifikationListeHent_O": ListeHentOutput{},
	},
)

// ListeHentInput is l:KlassifikationListeHent_IRodType.
type ListeHentInput struct {
	_ struct{} `oio:"l:KlassifikationListeHent_IRodType"`
	ListeHentInputIndhold
	Revision *string `oio:"@revision l:revisionType"`
}

// ListeHentOutput is l:KlassifikationListeHent_ORodType.
type ListeHentOutput struct {
	_ struct{} `oio:"l:KlassifikationListeHent_ORodType"`
	ListeHentOutputIndhold
	Revision *string `oio:"@revision l:revisionType"`
}

// ListeHentInputIndhold is l:KlassifikationListeHent_IType.
type ListeHentInputIndhold struct {
	_                               struct{}                    `oio:"l:KlassifikationListeHent_IType"`
	HovedOplysninger                HovedOplysninger            `oio:"kontekst:HovedOplysninger"`
	KlassifikationKriterieListe     KlassifikationKriterieListe `oio:"KlassifikationKriterieListe"`
	KunAktuelle                     *string                     `oio:"l:KunAktuelle boolean"`
	KlassifikationPubliceretFraDato *string                     `oio:"l:KlassifikationPubliceretFraDato date"`
	KlassifikationPubliceretTilDato *string                     `oio:"l:KlassifikationPubliceretTilDato date"`
	KunFaelleskommunaleKlasser      *string                     `oio:"l:KunFælleskommunaleKlasser boolean"`
}

// ListeHentOutputIndhold is l:KlassifikationListeHent_OType.
type ListeHentOutputIndhold struct {
	_                    struct{}             `oio:"l:KlassifikationListeHent_OType"`
	HovedOplysningerSvar HovedOplysningerSvar `oio:"kontekst:HovedOplysningerSvar"`
	KlassifikationListe  *KlassifikationListe `oio:"KlassifikationListe"`
}

// HovedOplysninger is kontekst:HovedOplysningerType.
type HovedOplysninger struct {
	_                            struct{}          `oio:"kontekst:HovedOplysningerType"`
	TransaktionsId               string            `oio:"kontekst:TransaktionsId tekst1"`
	TransaktionsTid              string            `oio:"kontekst:TransaktionsTid dateTime"`
	RequestId                    *string           `oio:"kontekst:RequestId kontekst:RequestIdType"`
	OnBehalfOfUser               *string           `oio:"kontekst:OnBehalfOfUser tekst255"`
	CallersServiceCallIdentifier *string           `oio:"kontekst:CallersServiceCallIdentifier tekst255"`
	AccountingInfo               *string           `oio:"kontekst:AccountingInfo tekst255"`
	AuthorityContext             *AuthorityContext `oio:"kontekst:AuthorityContext"`
	Rute                         *Rute             `oio:"kontekst:Rute"`
	Processing                   []soap.Raa        `oio:"kontekst:Processing enhver"`
}

// KlassifikationKriterieListe is l:KlassifikationKriterieListeType.
type KlassifikationKriterieListe struct {
	_                      struct{}                 `oio:"l:KlassifikationKriterieListeType"`
	IdentifikationKriterie []IdentifikationKriterie `oio:"IdentifikationKriterie 1..n"`
}

// HovedOplysningerSvar is kontekst:HovedOplysningerSvarType.
type HovedOplysningerSvar struct {
	_               struct{}       `oio:"kontekst:HovedOplysningerSvarType"`
	TransaktionsId  string         `oio:"kontekst:TransaktionsId tekst1"`
	TransaktionsTid string         `oio:"kontekst:TransaktionsTid dateTime"`
	RequestId       *string        `oio:"kontekst:RequestId kontekst:RequestIdType"`
	SvarReaktion    []SvarReaktion `oio:"SvarReaktion"`
}

// KlassifikationListe is l:KlassifikationListeType.
type KlassifikationListe struct {
	_                      struct{}                 `oio:"l:KlassifikationListeType"`
	KlassifikationStruktur []KlassifikationStruktur `oio:"l:KlassifikationStruktur 1..n"`
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

// IdentifikationKriterie is l:IdentifikationKriterieType.
type IdentifikationKriterie struct {
	_                            struct{}                   `oio:"l:IdentifikationKriterieType valg"`
	KlassifikationIdentifikation *string                    `oio:"l:KlassifikationIdentifikation l:UUIDType"`
	FacetIdentifikation          *string                    `oio:"l:FacetIdentifikation l:UUIDType"`
	KlasseIdentifikation         *string                    `oio:"l:KlasseIdentifikation tekst36"`
	BrugervendtNoegleKriterie    *BrugervendtNoegleKriterie `oio:"BrugervendtNøgleKriterie"`
}

// SvarReaktion is kontekst:SvarReaktionType.
type SvarReaktion struct {
	_     struct{} `oio:"kontekst:SvarReaktionType valg"`
	Advis *Advis   `oio:"kontekst:Advis"`
	Fejl  *Fejl    `oio:"kontekst:Fejl"`
}

// KlassifikationStruktur is l:KlassifikationStrukturType.
type KlassifikationStruktur struct {
	_                                   struct{}   `oio:"l:KlassifikationStrukturType"`
	KlassifikationIdentifikation        string     `oio:"l:KlassifikationIdentifikation l:UUIDType"`
	KlassifikationBrugervendtNoegle     string     `oio:"l:KlassifikationBrugervendtNøgle tekst50"`
	KlassifikationTitel                 string     `oio:"l:KlassifikationTitel tekst300"`
	KlassifikationBeskrivelse           string     `oio:"l:KlassifikationBeskrivelse tekst10000"`
	KlassifikationRetskilde             *string    `oio:"l:KlassifikationRetskilde tekst4096"`
	KlassifikationEjer                  string     `oio:"l:KlassifikationEjer tekst100"`
	KlassifikationEjerCVRNummer         *string    `oio:"l:KlassifikationEjerCVRNummer cvr"`
	KlassifikationPubliceretFraDato     *string    `oio:"l:KlassifikationPubliceretFraDato date"`
	KlassifikationPubliceretTilDato     *string    `oio:"l:KlassifikationPubliceretTilDato date"`
	KlassifikationSidstAendretTidspunkt string     `oio:"l:KlassifikationSidstÆndretTidspunkt dateTime"`
	FacetListe                          FacetListe `oio:"FacetListe"`
}

// BrugervendtNoegleKriterie is l:BrugervendtNøgleKriterieType.
type BrugervendtNoegleKriterie struct {
	_                               struct{} `oio:"l:BrugervendtNøgleKriterieType"`
	KlassifikationBrugervendtNoegle string   `oio:"l:KlassifikationBrugervendtNøgle tekst50"`
	FacetBrugervendtNoegle          *string  `oio:"l:FacetBrugervendtNøgle tekst50"`
	KlasseBrugervendtNoegle         *string  `oio:"l:KlasseBrugervendtNøgle tekst50"`
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

// FacetListe is l:FacetListeType.
type FacetListe struct {
	_             struct{}        `oio:"l:FacetListeType"`
	FacetStruktur []FacetStruktur `oio:"l:FacetStruktur"`
}

// FacetStruktur is l:FacetStrukturType.
type FacetStruktur struct {
	_                          struct{}    `oio:"l:FacetStrukturType"`
	FacetIdentifikation        string      `oio:"l:FacetIdentifikation l:UUIDType"`
	FacetBrugervendtNoegle     string      `oio:"l:FacetBrugervendtNøgle tekst50"`
	FacetTitel                 string      `oio:"l:FacetTitel tekst300"`
	FacetBeskrivelse           string      `oio:"l:FacetBeskrivelse tekst10000"`
	FacetRetskilde             *string     `oio:"l:FacetRetskilde tekst4096"`
	FacetEjer                  *string     `oio:"l:FacetEjer tekst100"`
	FacetEjerCVRNummer         *string     `oio:"l:FacetEjerCVRNummer cvr"`
	FacetPubliceretFraDato     *string     `oio:"l:FacetPubliceretFraDato date"`
	FacetPubliceretTilDato     *string     `oio:"l:FacetPubliceretTilDato date"`
	FacetSidstAendretTidspunkt string      `oio:"l:FacetSidstÆndretTidspunkt dateTime"`
	KlasseListe                KlasseListe `oio:"KlasseListe"`
}

// KlasseListe is l:KlasseListeType.
type KlasseListe struct {
	_              struct{}         `oio:"l:KlasseListeType"`
	KlasseStruktur []KlasseStruktur `oio:"l:KlasseStruktur"`
}

// KlasseStruktur is l:KlasseStrukturType.
type KlasseStruktur struct {
	_                           struct{}              `oio:"l:KlasseStrukturType"`
	KlasseIdentifikation        string                `oio:"l:KlasseIdentifikation tekst36"`
	KlasseBrugervendtNoegle     string                `oio:"l:KlasseBrugervendtNøgle tekst50"`
	KlasseTitel                 string                `oio:"l:KlasseTitel tekst300"`
	KlasseBeskrivelse           string                `oio:"l:KlasseBeskrivelse tekst10000"`
	KlasseSortering             *string               `oio:"l:KlasseSortering l:TalHel1Til100Type"`
	KlasseRetskilde             *string               `oio:"l:KlasseRetskilde tekst4096"`
	KlasseAendringsnotat        *string               `oio:"l:KlasseÆndringsnotat tekst4096"`
	KlasseEjer                  *string               `oio:"l:KlasseEjer tekst100"`
	KlasseEjerCVRNummer         *string               `oio:"l:KlasseEjerCVRNummer cvr"`
	KlasseSidstAendretTidspunkt string                `oio:"l:KlasseSidstÆndretTidspunkt dateTime"`
	KlassePubliceretListe       KlassePubliceretListe `oio:"KlassePubliceretListe"`
	KlasseSoegeordListe         *KlasseSoegeordListe  `oio:"KlasseSøgeordListe"`
	ForaeldreKlasse             *ForaeldreKlasse      `oio:"ForældreKlasse"`
	KlasseMapningListe          *KlasseMapningListe   `oio:"KlasseMapningListe"`
}

// KlassePubliceretListe is l:KlassePubliceretListeType.
type KlassePubliceretListe struct {
	_                struct{}           `oio:"l:KlassePubliceretListeType"`
	KlassePubliceret []KlassePubliceret `oio:"KlassePubliceret"`
}

// KlasseSoegeordListe is l:KlasseSøgeordListeType.
type KlasseSoegeordListe struct {
	_              struct{}         `oio:"l:KlasseSøgeordListeType"`
	KlasseSoegeord []KlasseSoegeord `oio:"KlasseSøgeord 1..n"`
}

// ForaeldreKlasse is l:ForældreKlasseType.
type ForaeldreKlasse struct {
	_                       struct{} `oio:"l:ForældreKlasseType"`
	KlasseIdentifikation    string   `oio:"l:KlasseIdentifikation tekst36"`
	KlasseBrugervendtNoegle string   `oio:"l:KlasseBrugervendtNøgle tekst50"`
}

// KlasseMapningListe is l:KlasseMapningListeType.
type KlasseMapningListe struct {
	_             struct{}        `oio:"l:KlasseMapningListeType"`
	KlasseMapning []KlasseMapning `oio:"KlasseMapning 1..n"`
}

// KlassePubliceret is l:KlassePubliceretType.
type KlassePubliceret struct {
	_                       struct{} `oio:"l:KlassePubliceretType"`
	KlassePubliceretFraDato *string  `oio:"l:KlassePubliceretFraDato date"`
	KlassePubliceretTilDato *string  `oio:"l:KlassePubliceretTilDato date"`
}

// KlasseSoegeord is l:KlasseSøgeordType.
type KlasseSoegeord struct {
	_             struct{} `oio:"l:KlasseSøgeordType"`
	SoegeordTitel string   `oio:"l:SøgeordTitel tekst50"`
}

// KlasseMapning is l:KlasseMapningType.
type KlasseMapning struct {
	_                        struct{}                `oio:"l:KlasseMapningType"`
	KlasseEjer               *string                 `oio:"l:KlasseEjer tekst100"`
	KlasseEjerCVRNummer      *string                 `oio:"l:KlasseEjerCVRNummer cvr"`
	KlasseMapningRolle       KlasseMapningRolle      `oio:"KlasseMapningRolle"`
	KlasseIdentifiktionValg  KlasseIdentifiktionValg `oio:"KlasseIdentifiktionValg"`
	KlasseMapningVirkningFra *string                 `oio:"l:KlasseMapningVirkningFra date"`
	KlasseMapningVirkningTil *string                 `oio:"l:KlasseMapningVirkningTil date"`
}

// KlasseMapningRolle is l:KlasseMapningRolleType.
type KlasseMapningRolle struct {
	_                       struct{} `oio:"l:KlasseMapningRolleType"`
	KlasseIdentifikation    string   `oio:"l:KlasseIdentifikation tekst36"`
	KlasseBrugervendtNoegle string   `oio:"l:KlasseBrugervendtNøgle tekst50"`
}

// KlasseIdentifiktionValg is l:KlasseIdentifiktionValgType.
type KlasseIdentifiktionValg struct {
	_                            struct{}                      `oio:"l:KlasseIdentifiktionValgType valg"`
	KlasseIdenitifkationStruktur *KlasseIdenitifkationStruktur `oio:"KlasseIdenitifkationStruktur"`
	KlasseUrnReference           *string                       `oio:"l:KlasseUrnReference tekst4096"`
}

// KlasseIdenitifkationStruktur is l:KlasseIdenitifkationStrukturType.
type KlasseIdenitifkationStruktur struct {
	_                               struct{} `oio:"l:KlasseIdenitifkationStrukturType"`
	KlasseIdentifikation            string   `oio:"l:KlasseIdentifikation tekst36"`
	KlasseBrugervendtNoegle         string   `oio:"l:KlasseBrugervendtNøgle tekst50"`
	FacetIdentifikation             string   `oio:"l:FacetIdentifikation l:UUIDType"`
	FacetBrugervendtNoegle          string   `oio:"l:FacetBrugervendtNøgle tekst50"`
	KlassifikationIdentifikation    string   `oio:"l:KlassifikationIdentifikation l:UUIDType"`
	KlassifikationBrugervendtNoegle string   `oio:"l:KlassifikationBrugervendtNøgle tekst50"`
}
