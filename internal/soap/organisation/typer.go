package organisation

import "indeksbro/internal/soap"

// Familie is the alphabet of FK Organisation, version 6.
var Familie = soap.NyFamilie(
	map[string]string{
		"adr":  "http://stoettesystemerne.dk/organisation/adresse/6/",
		"bru":  "http://stoettesystemerne.dk/organisation/bruger/6/",
		"enh":  "http://stoettesystemerne.dk/organisation/organisationenhed/6/",
		"fun":  "http://stoettesystemerne.dk/organisation/organisationfunktion/6/",
		"int":  "http://stoettesystemerne.dk/organisation/interessefaellesskab/6/",
		"its":  "http://stoettesystemerne.dk/organisation/itsystem/6/",
		"myn":  "http://stoettesystemerne.dk/organisation/myndighed/6/",
		"of":   "http://stoettesystemerne.dk/organisation/6/",
		"org":  "http://stoettesystemerne.dk/organisation/organisation/6/",
		"os":   "http://stoettesystemerne.dk/organisation/organisationsystem/6/",
		"part": "urn:oio:sts:part:6",
		"per":  "http://stoettesystemerne.dk/organisation/person/6/",
		"sd":   "urn:oio:sagdok:3.0.0",
		"sts":  "urn:oio:sts:6",
		"vir":  "http://stoettesystemerne.dk/organisation/virksomhed/6/",
	},
	map[string]soap.Simpel{
		"of:GyldighedStatusKodeType": soap.Valg("Aktiv", "Inaktiv"),
		"sd:AktoerTypeKodeType":      soap.Valg("Organisation", "OrganisationEnhed", "OrganisationFunktion", "Bruger", "ItSystem", "Interessefaellesskab"),
		"sd:LivscyklusKodeType":      soap.Valg("Opstaaet", "Importeret", "Passiveret", "Slettet"),
		"sts:P-NummerTekst":          soap.Moenster(`[0-9]{10}`),
	},
	map[string]any{
		"adr:LaesInput":                   LaesInput{},
		"adr:LaesOutput":                  AdresseLaesOutput{},
		"adr:ListInput":                   ListInput{},
		"adr:ListOutput":                  AdresseListOutput{},
		"adr:SoegInput":                   AdresseSoegInput{},
		"adr:SoegOutput":                  SoegOutput{},
		"enh:LaesInput":                   LaesInput{},
		"enh:LaesOutput":                  EnhedLaesOutput{},
		"enh:ListInput":                   ListInput{},
		"enh:ListOutput":                  EnhedListOutput{},
		"enh:SoegInput":                   EnhedSoegInput{},
		"enh:SoegOutput":                  SoegOutput{},
		"org:LaesInput":                   LaesInput{},
		"org:LaesOutput":                  OrganisationLaesOutput{},
		"org:ListInput":                   ListInput{},
		"org:ListOutput":                  OrganisationListOutput{},
		"org:SoegInput":                   OrganisationSoegInput{},
		"org:SoegOutput":                  SoegOutput{},
		"os:FremsoegObjekthierarkiInput":  FremsoegObjekthierarkiInput{},
		"os:FremsoegObjekthierarkiOutput": FremsoegObjekthierarkiOutput{},
		"vir:LaesInput":                   LaesInput{},
		"vir:LaesOutput":                  VirksomhedLaesOutput{},
		"vir:ListInput":                   ListInput{},
		"vir:ListOutput":                  VirksomhedListOutput{},
		"vir:SoegInput":                   VirksomhedSoegInput{},
		"vir:SoegOutput":                  SoegOutput{},
	},
)

// FremsoegObjekthierarkiInput is os:FremsoegObjekthierarkiInputType.
type FremsoegObjekthierarkiInput struct {
	_ struct{} `oio:"os:FremsoegObjekthierarkiInputType"`
	GrundSoegInput
	OrganisationSoegEgenskab         *OrganisationEgenskab         `oio:"os:OrganisationSoegEgenskab"`
	OrganisationEnhedSoegEgenskab    *EnhedEgenskab                `oio:"os:OrganisationEnhedSoegEgenskab"`
	OrganisationFunktionSoegEgenskab *FunktionEgenskab             `oio:"os:OrganisationFunktionSoegEgenskab"`
	BrugerSoegEgenskab               *BrugerEgenskab               `oio:"os:BrugerSoegEgenskab"`
	InteressefaellesskabSoegEgenskab *InteressefaellesskabEgenskab `oio:"os:InteressefaellesskabSoegEgenskab"`
	ItSystemSoegEgenskab             *ItSystemEgenskab             `oio:"os:ItSystemSoegEgenskab"`
}

// FremsoegObjekthierarkiOutput is os:FremsoegObjekthierarkiOutputType.
type FremsoegObjekthierarkiOutput struct {
	_ struct{} `oio:"os:FremsoegObjekthierarkiOutputType"`
	BasicOutput
	Organisationer         OrganisationerOutput         `oio:"os:Organisationer"`
	OrganisationEnheder    OrganisationEnhederOutput    `oio:"os:OrganisationEnheder"`
	OrganisationFunktioner OrganisationFunktionerOutput `oio:"os:OrganisationFunktioner"`
	Brugere                BrugereOutput                `oio:"os:Brugere"`
	Interessefaellesskaber InteressefaellesskaberOutput `oio:"os:Interessefaellesskaber"`
	ItSystemer             ItSystemerOutput             `oio:"os:ItSystemer"`
}

// LaesInput is sd:LaesInputType.
type LaesInput struct {
	_                     struct{}   `oio:"sd:LaesInputType"`
	UUIDIdentifikator     string     `oio:"sd:UUIDIdentifikator uuid"`
	VirkningFraFilter     *Tidspunkt `oio:"sd:VirkningFraFilter"`
	VirkningTilFilter     *Tidspunkt `oio:"sd:VirkningTilFilter"`
	RegistreringFraFilter *Tidspunkt `oio:"sd:RegistreringFraFilter"`
	RegistreringTilFilter *Tidspunkt `oio:"sd:RegistreringTilFilter"`
}

// OrganisationLaesOutput is org:LaesOutputType.
type OrganisationLaesOutput struct {
	_ struct{} `oio:"org:LaesOutputType"`
	BasicOutput
	FiltreretOejebliksbillede *OrganisationFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// ListInput is sd:ListInputType.
type ListInput struct {
	_                     struct{}   `oio:"sd:ListInputType"`
	UUIDIdentifikator     []string   `oio:"sd:UUIDIdentifikator 1..n uuid"`
	VirkningFraFilter     *Tidspunkt `oio:"sd:VirkningFraFilter"`
	VirkningTilFilter     *Tidspunkt `oio:"sd:VirkningTilFilter"`
	RegistreringFraFilter *Tidspunkt `oio:"sd:RegistreringFraFilter"`
	RegistreringTilFilter *Tidspunkt `oio:"sd:RegistreringTilFilter"`
}

// OrganisationListOutput is org:ListOutputType.
type OrganisationListOutput struct {
	_ struct{} `oio:"org:ListOutputType"`
	GrundListOutput
	FiltreretOejebliksbillede []OrganisationFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// OrganisationSoegInput is org:SoegInputType.
type OrganisationSoegInput struct {
	_ struct{} `oio:"org:SoegInputType"`
	GrundSoegInput
	AttributListe OrganisationAttributListe `oio:"org:AttributListe"`
	TilstandListe OrganisationTilstandListe `oio:"org:TilstandListe"`
	RelationListe OrganisationRelationListe `oio:"org:RelationListe"`
}

// SoegOutput is sd:SoegOutputType.
type SoegOutput struct {
	_             struct{}      `oio:"sd:SoegOutputType"`
	StandardRetur StandardRetur `oio:"sd:StandardRetur"`
	IdListe       *IdListe      `oio:"sd:IdListe"`
}

// EnhedLaesOutput is enh:LaesOutputType.
type EnhedLaesOutput struct {
	_ struct{} `oio:"enh:LaesOutputType"`
	BasicOutput
	FiltreretOejebliksbillede *EnhedFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// EnhedListOutput is enh:ListOutputType.
type EnhedListOutput struct {
	_ struct{} `oio:"enh:ListOutputType"`
	GrundListOutput
	FiltreretOejebliksbillede []EnhedFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// EnhedSoegInput is enh:SoegInputType.
type EnhedSoegInput struct {
	_ struct{} `oio:"enh:SoegInputType"`
	GrundSoegInput
	AttributListe EnhedAttributListe `oio:"enh:AttributListe"`
	TilstandListe EnhedTilstandListe `oio:"enh:TilstandListe"`
	RelationListe EnhedRelationListe `oio:"enh:RelationListe"`
}

// AdresseLaesOutput is adr:LaesOutputType.
type AdresseLaesOutput struct {
	_ struct{} `oio:"adr:LaesOutputType"`
	BasicOutput
	FiltreretOejebliksbillede *AdresseFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// AdresseListOutput is adr:ListOutputType.
type AdresseListOutput struct {
	_ struct{} `oio:"adr:ListOutputType"`
	BasicOutput
	FiltreretOejebliksbillede []AdresseFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// AdresseSoegInput is adr:SoegInputType.
type AdresseSoegInput struct {
	_ struct{} `oio:"adr:SoegInputType"`
	GrundSoegInput
	AttributListe AdresseAttributListe `oio:"adr:AttributListe"`
	TilstandListe AdresseTilstandListe `oio:"adr:TilstandListe"`
	RelationListe AdresseRelationListe `oio:"adr:RelationListe"`
}

// VirksomhedLaesOutput is vir:LaesOutputType.
type VirksomhedLaesOutput struct {
	_ struct{} `oio:"vir:LaesOutputType"`
	BasicOutput
	FiltreretOejebliksbillede *VirksomhedFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// VirksomhedListOutput is vir:ListOutputType.
type VirksomhedListOutput struct {
	_ struct{} `oio:"vir:ListOutputType"`
	BasicOutput
	FiltreretOejebliksbillede []VirksomhedFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// VirksomhedSoegInput is vir:SoegInputType.
type VirksomhedSoegInput struct {
	_ struct{} `oio:"vir:SoegInputType"`
	GrundSoegInput
	AttributListe VirksomhedAttributListe `oio:"vir:AttributListe"`
	TilstandListe VirksomhedTilstandListe `oio:"vir:TilstandListe"`
	RelationListe VirksomhedRelationListe `oio:"vir:RelationListe"`
}

// GrundSoegInput is sd:SoegInputType.
type GrundSoegInput struct {
	_                        struct{}          `oio:"sd:SoegInputType"`
	FoersteResultatReference *string           `oio:"sd:FoersteResultatReference integer"`
	MaksimalAntalKvantitet   *string           `oio:"sd:MaksimalAntalKvantitet integer"`
	SoegRegistrering         *SoegRegistrering `oio:"sd:SoegRegistrering"`
	SoegVirkning             *SoegVirkning     `oio:"sd:SoegVirkning"`
}

// OrganisationEgenskab is org:EgenskabType.
type OrganisationEgenskab struct {
	_                      struct{}  `oio:"org:EgenskabType"`
	Virkning               *Virkning `oio:"sd:Virkning"`
	BrugervendtNoegleTekst *string   `oio:"sd:BrugervendtNoegleTekst tekst50"`
	OrganisationNavn       *string   `oio:"sd:OrganisationNavn tekst200"`
}

// EnhedEgenskab is enh:EgenskabType.
type EnhedEgenskab struct {
	_                      struct{}  `oio:"enh:EgenskabType"`
	Virkning               *Virkning `oio:"sd:Virkning"`
	BrugervendtNoegleTekst *string   `oio:"sd:BrugervendtNoegleTekst tekst50"`
	EnhedNavn              *string   `oio:"sd:EnhedNavn tekst200"`
}

// FunktionEgenskab is fun:EgenskabType.
type FunktionEgenskab struct {
	_                      struct{}  `oio:"fun:EgenskabType"`
	Virkning               *Virkning `oio:"sd:Virkning"`
	BrugervendtNoegleTekst *string   `oio:"sd:BrugervendtNoegleTekst tekst50"`
	FunktionNavn           *string   `oio:"sd:FunktionNavn tekst200"`
}

// BrugerEgenskab is bru:EgenskabType.
type BrugerEgenskab struct {
	_                      struct{}  `oio:"bru:EgenskabType"`
	Virkning               *Virkning `oio:"sd:Virkning"`
	BrugervendtNoegleTekst *string   `oio:"sd:BrugervendtNoegleTekst tekst50"`
	BrugerNavn             *string   `oio:"sd:BrugerNavn tekst200"`
	BrugerTypeTekst        *string   `oio:"sd:BrugerTypeTekst tekst50"`
}

// InteressefaellesskabEgenskab is int:EgenskabType.
type InteressefaellesskabEgenskab struct {
	_                             struct{}  `oio:"int:EgenskabType"`
	Virkning                      *Virkning `oio:"sd:Virkning"`
	BrugervendtNoegleTekst        *string   `oio:"sd:BrugervendtNoegleTekst tekst50"`
	InteressefaellesskabNavn      *string   `oio:"sd:InteressefaellesskabNavn tekst200"`
	InteressefaellesskabTypeTekst *string   `oio:"sd:InteressefaellesskabTypeTekst tekst50"`
}

// ItSystemEgenskab is its:EgenskabType.
type ItSystemEgenskab struct {
	_                      struct{}  `oio:"its:EgenskabType"`
	Virkning               *Virkning `oio:"sd:Virkning"`
	BrugervendtNoegleTekst *string   `oio:"sd:BrugervendtNoegleTekst tekst50"`
	ItSystemNavn           *string   `oio:"sd:ItSystemNavn tekst200"`
	ItSystemTypeTekst      *string   `oio:"sd:ItSystemTypeTekst tekst50"`
	KonfigurationReference []string  `oio:"sd:KonfigurationReference tekst1024"`
}

// BasicOutput is sd:BasicOutputType.
type BasicOutput struct {
	_             struct{}      `oio:"sd:BasicOutputType"`
	StandardRetur StandardRetur `oio:"sd:StandardRetur"`
}

// OrganisationerOutput is os:OrganisationerOutputType.
type OrganisationerOutput struct {
	_                         struct{}                                `oio:"os:OrganisationerOutputType"`
	FiltreretOejebliksbillede []OrganisationFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// OrganisationEnhederOutput is os:OrganisationEnhederOutputType.
type OrganisationEnhederOutput struct {
	_                         struct{}                         `oio:"os:OrganisationEnhederOutputType"`
	FiltreretOejebliksbillede []EnhedFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// OrganisationFunktionerOutput is os:OrganisationFunktionerOutputType.
type OrganisationFunktionerOutput struct {
	_                         struct{}                            `oio:"os:OrganisationFunktionerOutputType"`
	FiltreretOejebliksbillede []FunktionFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// BrugereOutput is os:BrugereOutputType.
type BrugereOutput struct {
	_                         struct{}                          `oio:"os:BrugereOutputType"`
	FiltreretOejebliksbillede []BrugerFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// InteressefaellesskaberOutput is os:InteressefaellesskaberOutputType.
type InteressefaellesskaberOutput struct {
	_                         struct{}                                        `oio:"os:InteressefaellesskaberOutputType"`
	FiltreretOejebliksbillede []InteressefaellesskabFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// ItSystemerOutput is os:ItSystemerOutputType.
type ItSystemerOutput struct {
	_                         struct{}                            `oio:"os:ItSystemerOutputType"`
	FiltreretOejebliksbillede []ItSystemFiltreretOejebliksbillede `oio:"FiltreretOejebliksbillede"`
}

// Tidspunkt is sd:TidspunktType.
type Tidspunkt struct {
	_                  struct{} `oio:"sd:TidspunktType valg"`
	TidsstempelDatoTid *string  `oio:"sd:TidsstempelDatoTid dateTime"`
	GraenseIndikator   *string  `oio:"sd:GraenseIndikator sand"`
}

// OrganisationFiltreretOejebliksbillede is org:FiltreretOejebliksbilledeType.
type OrganisationFiltreretOejebliksbillede struct {
	_            struct{}                   `oio:"org:FiltreretOejebliksbilledeType"`
	ObjektType   SagDokObjekt               `oio:"ObjektType"`
	Registrering []OrganisationRegistrering `oio:"Registrering"`
}

// GrundListOutput is sd:ListOutputType.
type GrundListOutput struct {
	_             struct{}      `oio:"sd:ListOutputType"`
	StandardRetur StandardRetur `oio:"sd:StandardRetur"`
}

// OrganisationAttributListe is org:AttributListeType.
type OrganisationAttributListe struct {
	_              struct{}               `oio:"org:AttributListeType"`
	Egenskab       []OrganisationEgenskab `oio:"org:Egenskab"`
	LokalUdvidelse *LokalUdvidelse        `oio:"sd:LokalUdvidelse"`
}

// OrganisationTilstandListe is org:TilstandListeType.
type OrganisationTilstandListe struct {
	_              struct{}           `oio:"org:TilstandListeType"`
	Gyldighed      []FaellesGyldighed `oio:"of:Gyldighed"`
	LokalUdvidelse *LokalUdvidelse    `oio:"sd:LokalUdvidelse"`
}

// OrganisationRelationListe is org:RelationListeType.
type OrganisationRelationListe struct {
	_                                 struct{}                           `oio:"org:RelationListeType"`
	Adresser                          []AdresseFlerRelation              `oio:"sd:Adresser"`
	Ansatte                           []PersonFlerRelation               `oio:"sd:Ansatte"`
	Branche                           *KlasseRelation                    `oio:"sd:Branche"`
	Organisationstype                 *KlasseRelation                    `oio:"sd:Organisationstype"`
	Myndighed                         *MyndighedRelation                 `oio:"sd:Myndighed"`
	Myndighedstype                    *KlasseRelation                    `oio:"sd:Myndighedstype"`
	TilknyttedeOpgaver                []KlasseFlerRelation               `oio:"sd:TilknyttedeOpgaver"`
	Overordnet                        *OrganisationEnhedRelation         `oio:"sd:Overordnet"`
	Produktionsenhed                  *VirksomhedRelation                `oio:"sd:Produktionsenhed"`
	Skatteenhed                       *VirksomhedRelation                `oio:"sd:Skatteenhed"`
	Tilhoerer                         *OrganisationFlerRelation          `oio:"sd:Tilhoerer"`
	TilknyttedeBrugere                []BrugerFlerRelation               `oio:"sd:TilknyttedeBrugere"`
	TilknyttedeEnheder                []OrganisationEnhedFlerRelation    `oio:"sd:TilknyttedeEnheder"`
	TilknyttedeFunktioner             []OrganisationFunktionFlerRelation `oio:"sd:TilknyttedeFunktioner"`
	TilknyttedeInteressefaellesskaber []InteressefaellesskabFlerRelation `oio:"sd:TilknyttedeInteressefaellesskaber"`
	TilknyttedeOrganisationer         []OrganisationFlerRelation         `oio:"sd:TilknyttedeOrganisationer"`
	TilknyttedePersoner               []PersonFlerRelation               `oio:"sd:TilknyttedePersoner"`
	TilknyttedeItSystemer             []ItSystemFlerRelation             `oio:"sd:TilknyttedeItSystemer"`
	Virksomhed                        *VirksomhedRelation                `oio:"sd:Virksomhed"`
	Virksomhedstype                   *KlasseRelation                    `oio:"sd:Virksomhedstype"`
	LokalUdvidelse                    *LokalUdvidelse                    `oio:"sd:LokalUdvidelse"`
}

// StandardRetur is sd:StandardReturType.
type StandardRetur struct {
	_               struct{} `oio:"sd:StandardReturType"`
	StatusKode      string   `oio:"sd:StatusKode integer"`
	FejlbeskedTekst *string  `oio:"sd:FejlbeskedTekst string"`
}

// IdListe is sd:IdListeType.
type IdListe struct {
	_                 struct{} `oio:"sd:IdListeType"`
	UUIDIdentifikator []string `oio:"sd:UUIDIdentifikator uuid"`
}

// EnhedFiltreretOejebliksbillede is enh:FiltreretOejebliksbilledeType.
type EnhedFiltreretOejebliksbillede struct {
	_            struct{}            `oio:"enh:FiltreretOejebliksbilledeType"`
	ObjektType   SagDokObjekt        `oio:"ObjektType"`
	Registrering []EnhedRegistrering `oio:"Registrering"`
}

// EnhedAttributListe is enh:AttributListeType.
type EnhedAttributListe struct {
	_              struct{}        `oio:"enh:AttributListeType"`
	Egenskab       []EnhedEgenskab `oio:"enh:Egenskab"`
	LokalUdvidelse *LokalUdvidelse `oio:"sd:LokalUdvidelse"`
}

// EnhedTilstandListe is enh:TilstandListeType.
type EnhedTilstandListe struct {
	_              struct{}           `oio:"enh:TilstandListeType"`
	Gyldighed      []FaellesGyldighed `oio:"of:Gyldighed"`
	LokalUdvidelse *LokalUdvidelse    `oio:"sd:LokalUdvidelse"`
}

// EnhedRelationListe is enh:RelationListeType.
type EnhedRelationListe struct {
	_                                 struct{}                           `oio:"enh:RelationListeType"`
	Adresser                          []AdresseFlerRelation              `oio:"sd:Adresser"`
	Ansatte                           []PersonFlerRelation               `oio:"sd:Ansatte"`
	Branche                           *KlasseRelation                    `oio:"sd:Branche"`
	Enhedstype                        *KlasseRelation                    `oio:"sd:Enhedstype"`
	Opgaver                           []OpgaverFlerRelation              `oio:"sd:Opgaver"`
	Overordnet                        *OrganisationEnhedRelation         `oio:"sd:Overordnet"`
	Produktionsenhed                  *VirksomhedRelation                `oio:"sd:Produktionsenhed"`
	Skatteenhed                       *VirksomhedRelation                `oio:"sd:Skatteenhed"`
	Tilhoerer                         *OrganisationFlerRelation          `oio:"sd:Tilhoerer"`
	TilknyttedeBrugere                []BrugerFlerRelation               `oio:"sd:TilknyttedeBrugere"`
	TilknyttedeEnheder                []OrganisationEnhedFlerRelation    `oio:"sd:TilknyttedeEnheder"`
	TilknyttedeFunktioner             []OrganisationFunktionFlerRelation `oio:"sd:TilknyttedeFunktioner"`
	TilknyttedeInteressefaellesskaber []InteressefaellesskabFlerRelation `oio:"sd:TilknyttedeInteressefaellesskaber"`
	TilknyttedeOrganisationer         []OrganisationFlerRelation         `oio:"sd:TilknyttedeOrganisationer"`
	TilknyttedePersoner               []PersonFlerRelation               `oio:"sd:TilknyttedePersoner"`
	TilknyttedeItSystemer             []ItSystemFlerRelation             `oio:"sd:TilknyttedeItSystemer"`
	LokalUdvidelse                    *LokalUdvidelse                    `oio:"sd:LokalUdvidelse"`
}

// AdresseFiltreretOejebliksbillede is adr:FiltreretOejebliksbilledeType.
type AdresseFiltreretOejebliksbillede struct {
	_            struct{}              `oio:"adr:FiltreretOejebliksbilledeType"`
	ObjektType   SagDokObjekt          `oio:"ObjektType"`
	Registrering []AdresseRegistrering `oio:"Registrering"`
}

// AdresseAttributListe is adr:AttributListeType.
type AdresseAttributListe struct {
	_        struct{}          `oio:"adr:AttributListeType"`
	Egenskab []AdresseEgenskab `oio:"adr:Egenskab"`
}

// AdresseTilstandListe is adr:TilstandListeType.
type AdresseTilstandListe struct {
	_ struct{} `oio:"adr:TilstandListeType"`
}

// AdresseRelationListe is adr:RelationListeType.
type AdresseRelationListe struct {
	_ struct{} `oio:"adr:RelationListeType"`
}

// VirksomhedFiltreretOejebliksbillede is vir:FiltreretOejebliksbilledeType.
type VirksomhedFiltreretOejebliksbillede struct {
	_            struct{}                 `oio:"vir:FiltreretOejebliksbilledeType"`
	ObjektType   SagDokObjekt             `oio:"ObjektType"`
	Registrering []VirksomhedRegistrering `oio:"Registrering"`
}

// VirksomhedAttributListe is vir:AttributListeType.
type VirksomhedAttributListe struct {
	_        struct{}             `oio:"vir:AttributListeType"`
	Egenskab []VirksomhedEgenskab `oio:"vir:Egenskab"`
}

// VirksomhedTilstandListe is vir:TilstandListeType.
type VirksomhedTilstandListe struct {
	_ struct{} `oio:"vir:TilstandListeType"`
}

// VirksomhedRelationListe is vir:RelationListeType.
type VirksomhedRelationListe struct {
	_ struct{} `oio:"vir:RelationListeType"`
}

// SoegRegistrering is sd:SoegRegistreringType.
type SoegRegistrering struct {
	_              struct{}   `oio:"sd:SoegRegistreringType"`
	FraTidspunkt   *Tidspunkt `oio:"sd:FraTidspunkt"`
	TilTidspunkt   *Tidspunkt `oio:"sd:TilTidspunkt"`
	LivscyklusKode *string    `oio:"sd:LivscyklusKode sd:LivscyklusKodeType"`
	BrugerRef      *UnikId    `oio:"sd:BrugerRef"`
}

// SoegVirkning is sd:SoegVirkningType.
type SoegVirkning struct {
	_              struct{}   `oio:"sd:SoegVirkningType"`
	FraTidspunkt   *Tidspunkt `oio:"sd:FraTidspunkt"`
	TilTidspunkt   *Tidspunkt `oio:"sd:TilTidspunkt"`
	AktoerRef      *UnikId    `oio:"sd:AktoerRef"`
	AktoerTypeKode *string    `oio:"sd:AktoerTypeKode sd:AktoerTypeKodeType"`
	NoteTekst      *string    `oio:"sd:NoteTekst tekst1024"`
}

// Virkning is sd:VirkningType.
type Virkning struct {
	_              struct{}   `oio:"sd:VirkningType"`
	FraTidspunkt   *Tidspunkt `oio:"sd:FraTidspunkt"`
	TilTidspunkt   *Tidspunkt `oio:"sd:TilTidspunkt"`
	AktoerRef      *UnikId    `oio:"sd:AktoerRef"`
	AktoerTypeKode *string    `oio:"sd:AktoerTypeKode sd:AktoerTypeKodeType"`
	NoteTekst      *string    `oio:"sd:NoteTekst tekst1024"`
}

// FunktionFiltreretOejebliksbillede is fun:FiltreretOejebliksbilledeType.
type FunktionFiltreretOejebliksbillede struct {
	_            struct{}               `oio:"fun:FiltreretOejebliksbilledeType"`
	ObjektType   SagDokObjekt           `oio:"ObjektType"`
	Registrering []FunktionRegistrering `oio:"Registrering"`
}

// BrugerFiltreretOejebliksbillede is bru:FiltreretOejebliksbilledeType.
type BrugerFiltreretOejebliksbillede struct {
	_            struct{}             `oio:"bru:FiltreretOejebliksbilledeType"`
	ObjektType   SagDokObjekt         `oio:"ObjektType"`
	Registrering []BrugerRegistrering `oio:"Registrering"`
}

// InteressefaellesskabFiltreretOejebliksbillede is int:FiltreretOejebliksbilledeType.
type InteressefaellesskabFiltreretOejebliksbillede struct {
	_            struct{}                           `oio:"int:FiltreretOejebliksbilledeType"`
	ObjektType   SagDokObjekt                       `oio:"ObjektType"`
	Registrering []InteressefaellesskabRegistrering `oio:"Registrering"`
}

// ItSystemFiltreretOejebliksbillede is its:FiltreretOejebliksbilledeType.
type ItSystemFiltreretOejebliksbillede struct {
	_            struct{}               `oio:"its:FiltreretOejebliksbilledeType"`
	ObjektType   SagDokObjekt           `oio:"ObjektType"`
	Registrering []ItSystemRegistrering `oio:"Registrering"`
}

// SagDokObjekt is sd:SagDokObjektType.
type SagDokObjekt struct {
	_                 struct{} `oio:"sd:SagDokObjektType"`
	UUIDIdentifikator string   `oio:"sd:UUIDIdentifikator uuid"`
}

// OrganisationRegistrering is org:RegistreringType.
type OrganisationRegistrering struct {
	_ struct{} `oio:"org:RegistreringType"`
	GrundRegistrering
	AttributListe OrganisationAttributListe `oio:"org:AttributListe"`
	TilstandListe OrganisationTilstandListe `oio:"org:TilstandListe"`
	RelationListe OrganisationRelationListe `oio:"org:RelationListe"`
}

// LokalUdvidelse is sd:LokalUdvidelseType.
type LokalUdvidelse struct {
	_       struct{}         `oio:"sd:LokalUdvidelseType"`
	Indhold []soap.Udvidelse `oio:"*andre"`
}

// FaellesGyldighed is of:GyldighedType.
type FaellesGyldighed struct {
	_                   struct{}  `oio:"of:GyldighedType"`
	Virkning            *Virkning `oio:"sd:Virkning"`
	GyldighedStatusKode string    `oio:"of:GyldighedStatusKode of:GyldighedStatusKodeType"`
}

// AdresseFlerRelation is sd:AdresseFlerRelationType.
type AdresseFlerRelation struct {
	_ struct{} `oio:"sd:AdresseFlerRelationType"`
	DynamicFlerRelation
}

// PersonFlerRelation is sd:PersonFlerRelationType.
type PersonFlerRelation struct {
	_ struct{} `oio:"sd:PersonFlerRelationType"`
	FlerRelation
}

// KlasseRelation is sd:KlasseRelationType.
type KlasseRelation struct {
	_ struct{} `oio:"sd:KlasseRelationType"`
	Relation
}

// MyndighedRelation is sd:MyndighedRelationType.
type MyndighedRelation struct {
	_ struct{} `oio:"sd:MyndighedRelationType"`
	Relation
}

// KlasseFlerRelation is sd:KlasseFlerRelationType.
type KlasseFlerRelation struct {
	_ struct{} `oio:"sd:KlasseFlerRelationType"`
	FlerRelation
}

// OrganisationEnhedRelation is sd:OrganisationEnhedRelationType.
type OrganisationEnhedRelation struct {
	_ struct{} `oio:"sd:OrganisationEnhedRelationType"`
	Relation
}

// VirksomhedRelation is sd:VirksomhedRelationType.
type VirksomhedRelation struct {
	_ struct{} `oio:"sd:VirksomhedRelationType"`
	Relation
}

// OrganisationFlerRelation is sd:OrganisationFlerRelationType.
type OrganisationFlerRelation struct {
	_ struct{} `oio:"sd:OrganisationFlerRelationType"`
	FlerRelation
}

// BrugerFlerRelation is sd:BrugerFlerRelationType.
type BrugerFlerRelation struct {
	_ struct{} `oio:"sd:BrugerFlerRelationType"`
	FlerRelation
}

// OrganisationEnhedFlerRelation is sd:OrganisationEnhedFlerRelationType.
type OrganisationEnhedFlerRelation struct {
	_ struct{} `oio:"sd:OrganisationEnhedFlerRelationType"`
	FlerRelation
}

// OrganisationFunktionFlerRelation is sd:OrganisationFunktionFlerRelationType.
type OrganisationFunktionFlerRelation struct {
	_ struct{} `oio:"sd:OrganisationFunktionFlerRelationType"`
	FlerRelation
}

// InteressefaellesskabFlerRelation is sd:InteressefaellesskabFlerRelationType.
type InteressefaellesskabFlerRelation struct {
	_ struct{} `oio:"sd:InteressefaellesskabFlerRelationType"`
	FlerRelation
}

// ItSystemFlerRelation is sd:ItSystemFlerRelationType.
type ItSystemFlerRelation struct {
	_ struct{} `oio:"sd:ItSystemFlerRelationType"`
	FlerRelation
}

// EnhedRegistrering is enh:RegistreringType.
type EnhedRegistrering struct {
	_ struct{} `oio:"enh:RegistreringType"`
	GrundRegistrering
	AttributListe EnhedAttributListe `oio:"enh:AttributListe"`
	TilstandListe EnhedTilstandListe `oio:"enh:TilstandListe"`
	RelationListe EnhedRelationListe `oio:"enh:RelationListe"`
}

// OpgaverFlerRelation is sd:OpgaverFlerRelationType.
type OpgaverFlerRelation struct {
	_ struct{} `oio:"sd:OpgaverFlerRelationType"`
	DynamicFlerRelation
}

// AdresseRegistrering is adr:RegistreringType.
type AdresseRegistrering struct {
	_ struct{} `oio:"adr:RegistreringType"`
	GrundRegistrering
	AttributListe AdresseAttributListe `oio:"adr:AttributListe"`
	TilstandListe AdresseTilstandListe `oio:"adr:TilstandListe"`
	RelationListe AdresseRelationListe `oio:"adr:RelationListe"`
}

// AdresseEgenskab is adr:EgenskabType.
type AdresseEgenskab struct {
	_                      struct{}  `oio:"adr:EgenskabType"`
	Virkning               *Virkning `oio:"sd:Virkning"`
	BrugervendtNoegleTekst *string   `oio:"sd:BrugervendtNoegleTekst tekst50"`
	AdresseTekst           *string   `oio:"sts:AdresseTekst tekst200"`
}

// VirksomhedRegistrering is vir:RegistreringType.
type VirksomhedRegistrering struct {
	_ struct{} `oio:"vir:RegistreringType"`
	GrundRegistrering
	AttributListe VirksomhedAttributListe `oio:"vir:AttributListe"`
	TilstandListe VirksomhedTilstandListe `oio:"vir:TilstandListe"`
	RelationListe VirksomhedRelationListe `oio:"vir:RelationListe"`
}

// VirksomhedEgenskab is vir:EgenskabType.
type VirksomhedEgenskab struct {
	_                      struct{}  `oio:"vir:EgenskabType"`
	Virkning               *Virkning `oio:"sd:Virkning"`
	BrugervendtNoegleTekst *string   `oio:"sd:BrugervendtNoegleTekst tekst50"`
	CVRNummerTekst         *string   `oio:"sts:CVR-NummerTekst cvr"`
	SENummerTekst          *string   `oio:"sts:SE-NummerTekst cvr"`
	PNummerTekst           *string   `oio:"sts:P-NummerTekst sts:P-NummerTekst"`
	NavnTekst              *string   `oio:"sts:NavnTekst tekst200"`
}

// UnikId is sd:UnikIdType.
type UnikId struct {
	_                 struct{} `oio:"sd:UnikIdType valg"`
	UUIDIdentifikator *string  `oio:"sd:UUIDIdentifikator uuid"`
	URNIdentifikator  *string  `oio:"sd:URNIdentifikator tekst255"`
}

// FunktionRegistrering is fun:RegistreringType.
type FunktionRegistrering struct {
	_ struct{} `oio:"fun:RegistreringType"`
	GrundRegistrering
	AttributListe FunktionAttributListe `oio:"fun:AttributListe"`
	TilstandListe FunktionTilstandListe `oio:"fun:TilstandListe"`
	RelationListe FunktionRelationListe `oio:"fun:RelationListe"`
}

// BrugerRegistrering is bru:RegistreringType.
type BrugerRegistrering struct {
	_ struct{} `oio:"bru:RegistreringType"`
	GrundRegistrering
	AttributListe BrugerAttributListe `oio:"bru:AttributListe"`
	TilstandListe BrugerTilstandListe `oio:"bru:TilstandListe"`
	RelationListe BrugerRelationListe `oio:"bru:RelationListe"`
}

// InteressefaellesskabRegistrering is int:RegistreringType.
type InteressefaellesskabRegistrering struct {
	_ struct{} `oio:"int:RegistreringType"`
	GrundRegistrering
	AttributListe InteressefaellesskabAttributListe `oio:"int:AttributListe"`
	TilstandListe InteressefaellesskabTilstandListe `oio:"int:TilstandListe"`
	RelationListe InteressefaellesskabRelationListe `oio:"int:RelationListe"`
}

// ItSystemRegistrering is its:RegistreringType.
type ItSystemRegistrering struct {
	_ struct{} `oio:"its:RegistreringType"`
	GrundRegistrering
	AttributListe ItSystemAttributListe `oio:"its:AttributListe"`
	TilstandListe ItSystemTilstandListe `oio:"its:TilstandListe"`
	RelationListe ItSystemRelationListe `oio:"its:RelationListe"`
}

// GrundRegistrering is sd:RegistreringType.
type GrundRegistrering struct {
	_              struct{} `oio:"sd:RegistreringType"`
	NoteTekst      *string  `oio:"sd:NoteTekst tekst1024"`
	Tidspunkt      *string  `oio:"Tidspunkt dateTime"`
	LivscyklusKode *string  `oio:"sd:LivscyklusKode sd:LivscyklusKodeType"`
	BrugerRef      *UnikId  `oio:"sd:BrugerRef"`
}

// DynamicFlerRelation is sd:DynamicFlerRelationType.
type DynamicFlerRelation struct {
	_ struct{} `oio:"sd:DynamicFlerRelationType"`
	FlerRelation
	Rolle  UuidLabelInput `oio:"Rolle"`
	Type   UuidLabelInput `oio:"Type"`
	Indeks string         `oio:"Indeks string"`
}

// FlerRelation is sd:FlerRelationType.
type FlerRelation struct {
	_           struct{}  `oio:"sd:FlerRelationType"`
	Virkning    *Virkning `oio:"sd:Virkning"`
	ReferenceID *UnikId   `oio:"sd:ReferenceID"`
}

// Relation is sd:RelationType.
type Relation struct {
	_           struct{}  `oio:"sd:RelationType"`
	Virkning    *Virkning `oio:"sd:Virkning"`
	ReferenceID *UnikId   `oio:"sd:ReferenceID"`
}

// FunktionAttributListe is fun:AttributListeType.
type FunktionAttributListe struct {
	_              struct{}           `oio:"fun:AttributListeType"`
	Egenskab       []FunktionEgenskab `oio:"fun:Egenskab"`
	LokalUdvidelse *LokalUdvidelse    `oio:"sd:LokalUdvidelse"`
}

// FunktionTilstandListe is fun:TilstandListeType.
type FunktionTilstandListe struct {
	_              struct{}           `oio:"fun:TilstandListeType"`
	Gyldighed      []FaellesGyldighed `oio:"of:Gyldighed"`
	LokalUdvidelse *LokalUdvidelse    `oio:"sd:LokalUdvidelse"`
}

// FunktionRelationListe is fun:RelationListeType.
type FunktionRelationListe struct {
	_                                 struct{}                           `oio:"fun:RelationListeType"`
	Adresser                          []AdresseFlerRelation              `oio:"sd:Adresser"`
	Funktionstype                     *KlasseRelation                    `oio:"sd:Funktionstype"`
	TilknyttedeOpgaver                []KlasseFlerRelation               `oio:"sd:TilknyttedeOpgaver"`
	TilknyttedeBrugere                []BrugerFlerRelation               `oio:"sd:TilknyttedeBrugere"`
	TilknyttedeEnheder                []OrganisationEnhedFlerRelation    `oio:"sd:TilknyttedeEnheder"`
	TilknyttedeInteressefaellesskaber []InteressefaellesskabFlerRelation `oio:"sd:TilknyttedeInteressefaellesskaber"`
	TilknyttedeOrganisationer         []OrganisationFlerRelation         `oio:"sd:TilknyttedeOrganisationer"`
	TilknyttedePersoner               []PersonFlerRelation               `oio:"sd:TilknyttedePersoner"`
	TilknyttedeItSystemer             []ItSystemFlerRelation             `oio:"sd:TilknyttedeItSystemer"`
	LokalUdvidelse                    *LokalUdvidelse                    `oio:"sd:LokalUdvidelse"`
}

// BrugerAttributListe is bru:AttributListeType.
type BrugerAttributListe struct {
	_              struct{}         `oio:"bru:AttributListeType"`
	Egenskab       []BrugerEgenskab `oio:"bru:Egenskab"`
	LokalUdvidelse *LokalUdvidelse  `oio:"sd:LokalUdvidelse"`
}

// BrugerTilstandListe is bru:TilstandListeType.
type BrugerTilstandListe struct {
	_              struct{}           `oio:"bru:TilstandListeType"`
	Gyldighed      []FaellesGyldighed `oio:"of:Gyldighed"`
	LokalUdvidelse *LokalUdvidelse    `oio:"sd:LokalUdvidelse"`
}

// BrugerRelationListe is bru:RelationListeType.
type BrugerRelationListe struct {
	_                                 struct{}                           `oio:"bru:RelationListeType"`
	Adresser                          []AdresseFlerRelation              `oio:"sd:Adresser"`
	BrugerTyper                       []KlasseFlerRelation               `oio:"sd:BrugerTyper"`
	TilknyttedeOpgaver                []KlasseFlerRelation               `oio:"sd:TilknyttedeOpgaver"`
	Tilhoerer                         *OrganisationFlerRelation          `oio:"sd:Tilhoerer"`
	TilknyttedeEnheder                []OrganisationEnhedFlerRelation    `oio:"sd:TilknyttedeEnheder"`
	TilknyttedeFunktioner             []OrganisationFunktionFlerRelation `oio:"sd:TilknyttedeFunktioner"`
	TilknyttedeInteressefaellesskaber []InteressefaellesskabFlerRelation `oio:"sd:TilknyttedeInteressefaellesskaber"`
	TilknyttedeOrganisationer         []OrganisationFlerRelation         `oio:"sd:TilknyttedeOrganisationer"`
	TilknyttedePersoner               []PersonFlerRelation               `oio:"sd:TilknyttedePersoner"`
	TilknyttedeItSystemer             []ItSystemFlerRelation             `oio:"sd:TilknyttedeItSystemer"`
	LokalUdvidelse                    *LokalUdvidelse                    `oio:"sd:LokalUdvidelse"`
}

// InteressefaellesskabAttributListe is int:AttributListeType.
type InteressefaellesskabAttributListe struct {
	_              struct{}                       `oio:"int:AttributListeType"`
	Egenskab       []InteressefaellesskabEgenskab `oio:"int:Egenskab"`
	LokalUdvidelse *LokalUdvidelse                `oio:"sd:LokalUdvidelse"`
}

// InteressefaellesskabTilstandListe is int:TilstandListeType.
type InteressefaellesskabTilstandListe struct {
	_              struct{}           `oio:"int:TilstandListeType"`
	Gyldighed      []FaellesGyldighed `oio:"of:Gyldighed"`
	LokalUdvidelse *LokalUdvidelse    `oio:"sd:LokalUdvidelse"`
}

// InteressefaellesskabRelationListe is int:RelationListeType.
type InteressefaellesskabRelationListe struct {
	_                                 struct{}                           `oio:"int:RelationListeType"`
	Adresser                          []AdresseFlerRelation              `oio:"sd:Adresser"`
	Branche                           *KlasseRelation                    `oio:"sd:Branche"`
	Interessefaellesskabstype         *KlasseRelation                    `oio:"sd:Interessefaellesskabstype"`
	TilknyttedeOpgaver                []KlasseFlerRelation               `oio:"sd:TilknyttedeOpgaver"`
	Overordnet                        *OrganisationEnhedRelation         `oio:"sd:Overordnet"`
	Tilhoerer                         *OrganisationFlerRelation          `oio:"sd:Tilhoerer"`
	TilknyttedeBrugere                []BrugerFlerRelation               `oio:"sd:TilknyttedeBrugere"`
	TilknyttedeEnheder                []OrganisationEnhedFlerRelation    `oio:"sd:TilknyttedeEnheder"`
	TilknyttedeFunktioner             []OrganisationFunktionFlerRelation `oio:"sd:TilknyttedeFunktioner"`
	TilknyttedeInteressefaellesskaber []InteressefaellesskabFlerRelation `oio:"sd:TilknyttedeInteressefaellesskaber"`
	TilknyttedeOrganisationer         []OrganisationFlerRelation         `oio:"sd:TilknyttedeOrganisationer"`
	TilknyttedePersoner               []PersonFlerRelation               `oio:"sd:TilknyttedePersoner"`
	TilknyttedeItSystemer             []ItSystemFlerRelation             `oio:"sd:TilknyttedeItSystemer"`
	LokalUdvidelse                    *LokalUdvidelse                    `oio:"sd:LokalUdvidelse"`
}

// ItSystemAttributListe is its:AttributListeType.
type ItSystemAttributListe struct {
	_              struct{}           `oio:"its:AttributListeType"`
	Egenskab       []ItSystemEgenskab `oio:"its:Egenskab"`
	LokalUdvidelse *LokalUdvidelse    `oio:"sd:LokalUdvidelse"`
}

// ItSystemTilstandListe is its:TilstandListeType.
type ItSystemTilstandListe struct {
	_              struct{}           `oio:"its:TilstandListeType"`
	Gyldighed      []FaellesGyldighed `oio:"of:Gyldighed"`
	LokalUdvidelse *LokalUdvidelse    `oio:"sd:LokalUdvidelse"`
}

// ItSystemRelationListe is its:RelationListeType.
type ItSystemRelationListe struct {
	_                                 struct{}                           `oio:"its:RelationListeType"`
	Adresser                          []AdresseFlerRelation              `oio:"sd:Adresser"`
	TilknyttedeOpgaver                []KlasseFlerRelation               `oio:"sd:TilknyttedeOpgaver"`
	SystemTyper                       []KlasseFlerRelation               `oio:"sd:SystemTyper"`
	Tilhoerer                         []OrganisationFlerRelation         `oio:"sd:Tilhoerer"`
	TilknyttedeBrugere                []BrugerFlerRelation               `oio:"sd:TilknyttedeBrugere"`
	TilknyttedeEnheder                []OrganisationEnhedFlerRelation    `oio:"sd:TilknyttedeEnheder"`
	TilknyttedeFunktioner             []OrganisationFunktionFlerRelation `oio:"sd:TilknyttedeFunktioner"`
	TilknyttedeInteressefaellesskaber []InteressefaellesskabFlerRelation `oio:"sd:TilknyttedeInteressefaellesskaber"`
	TilknyttedeOrganisationer         []OrganisationFlerRelation         `oio:"sd:TilknyttedeOrganisationer"`
	TilknyttedePersoner               []PersonFlerRelation               `oio:"sd:TilknyttedePersoner"`
	TilknyttedeItSystemer             []ItSystemFlerRelation             `oio:"sd:TilknyttedeItSystemer"`
	LokalUdvidelse                    *LokalUdvidelse                    `oio:"sd:LokalUdvidelse"`
}

// UuidLabelInput is sd:UuidLabelInputType.
type UuidLabelInput struct {
	_ struct{} `oio:"sd:UuidLabelInputType"`
	UnikId
	Label *string `oio:"Label string"`
}
