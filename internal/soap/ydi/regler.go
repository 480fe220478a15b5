package ydi

import "indeksbro/internal/soap"

const (
	ja   = soap.Afvis
	nej  = soap.Ingen
	varm = soap.Advarsel
)

// Regler are the rules of 05a §6. Those graded W warn in both judgements: the real index enforces few of them.
var Regler = soap.NyeRegler(
	soap.Regel{Nr: "YDI-01", Tekst: "Beskeden skal følge skemaet: rækkefølge, længder, værdier og namespaces.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-02", Tekst: "SOAPAction skal være operationens, og beskeden SOAP 1.2.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-03", Tekst: "RequestHeader skal have et TransactionUUID, nyt for hvert kald.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-04", Tekst: "Tokenet skal gælde tjenesten, nu, for kalderens certifikat.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-05", Tekst: "Kalderen handler for én myndighed; CVR-nummeret på Ejer skal være dens.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-06", Tekst: "Objektet skal have en UUID; den gemmes med små bogstaver.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-07", Tekst: "Tidspunkt skal være der.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-08", Tekst: "LivscyklusKode er Importeret ved import.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-09", Tekst: "BrugerRef er en UUID eller en urn:oio:…", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-10", Tekst: "StsTidspunkt sættes af indekset; det sendte er overset.", Mild: nej, Streng: varm},
	soap.Regel{Nr: "YDI-11", Tekst: "Virkning skal være der, hvor der er data, med et FraTidspunkt, der ikke er uendeligt.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-12", Tekst: "FraTidspunkt skal ligge før TilTidspunkt; TilTidspunkt er eksklusivt.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-13", Tekst: "GraenseIndikator kan kun være true.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-14", Tekst: "BrugervendtNoegle skal være der, højst 50 tegn.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-15", Tekst: "Foelsomhed skal være en af de fire værdier.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-16", Tekst: "En bevilling skal have mindst én BevilgetYdelse for at kunne ses.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-17", Tekst: "BevilgetYdelse/Id skal være der og være entydig i bevillingen, 1-36 tegn.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-18", Tekst: "BevilgetYdelseStartdato skal være der, og Slutdato er eksklusiv og ligger efter den.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-19", Tekst: "Ydelsesnavn skal være der, højst 255 tegn; læsesiden viser 100.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-20", Tekst: "KLE-nummeret skal have seks cifre: NN.NN.NN.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-21", Tekst: "KLE-klassens UUID skal være den, nummeret har.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-22", Tekst: "Ydelsen bør henvise til en fælles ydelsestype; uden den kan den ikke grupperes på tværs.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-23", Tekst: "Kun økonomiske ydelser har effektueringsplan.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-24", Tekst: "Der er højst to ItSystem: én Master og én Afsender, med UUID og uden SystemURI.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-25", Tekst: "Der er netop én Ejer, en Organisation med CVR-nr og FuldtNavn.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-26", Tekst: "Der er netop én Ansvarlig, en OrgEnhed.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-27", Tekst: "Der er en Bevillingsmodtager; et CPR-nummer har ti cifre.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-28", Tekst: "Der er en Ydelsesmodtager for hver ydelse.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-29", Tekst: "Bevillingssag henviser med en UUID.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-30", Tekst: "Rolle og type hører til relationen.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-31", Tekst: "En relation kendes på type, rolle og Indeks; to ens må ikke gælde samtidig.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-32", Tekst: "Roller, der kun kan være én gang, har intet Indeks.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-33", Tekst: "En obligatorisk relation kan afløses, ikke fjernes.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-34", Tekst: "Objektet findes ikke; send importer med hele objektet.", Mild: ja, Streng: ja, Kode: soap.KodeUkendt},
	soap.Regel{Nr: "YDI-35", Tekst: "Hvert objekt i kaldet får sit eget svar.", Mild: nej, Streng: nej},
	soap.Regel{Nr: "YDI-36", Tekst: "Objektet findes; send opdater, eller fjern det først.", Mild: ja, Streng: ja, Kode: soap.KodeKonflikt},
	soap.Regel{Nr: "YDI-37", Tekst: "Objektet er der ikke; det er fjernet eller var der aldrig.", Mild: ja, Streng: ja, Kode: soap.KodeUkendt},
	soap.Regel{Nr: "YDI-38", Tekst: "BevilgetYdelseRef henviser til en bevilling i indekset.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-39", Tekst: "En effektuering har start og slut, og en tekst, når beløbene er forskellige.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-40", Tekst: "Et beløb skrives 5942.00: punktum, højst to decimaler, ingen tusindtalsskiller.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-41", Tekst: "Der læses kun inden for kalderens myndighed, følsomhed og KLE.", Mild: nej, Streng: nej},
	soap.Regel{Nr: "YDI-42", Tekst: "En klasses nøgle er entydig for ejer og periode.", Mild: nej, Streng: nej},
	soap.Regel{Nr: "YDI-43", Tekst: "Klassen skal være publiceret på startdatoen.", Mild: varm, Streng: varm},
	soap.Regel{Nr: "YDI-44", Tekst: "Enhederne danner ét træ.", Mild: nej, Streng: nej},
	soap.Regel{Nr: "YDI-45", Tekst: "LokalUdvidelse kan kun rumme, hvad skemaet kender.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-46", Tekst: "Et kald har højst 100 objekter og 5 MB; del det op.", Mild: ja, Streng: ja},
	soap.Regel{Nr: "YDI-47", Tekst: "Tidspunkt skal ligge efter det nyeste, der er registreret.", Mild: nej, Streng: ja, Kode: soap.KodeKonflikt},
).PaaEngelsk(engelsk)
