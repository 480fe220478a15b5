package idws

// Namespaces and algorithms of the profile; no others are taken.
const (
	rumSoap11 = "http://schemas.xmlsoap.org/soap/envelope/"
	rumSoap12 = "http://www.w3.org/2003/05/soap-envelope"
	rumWsa    = "http://www.w3.org/2005/08/addressing"
	rumWsse   = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
	rumWsse11 = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd"
	rumWsu    = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
	rumDs     = "http://www.w3.org/2000/09/xmldsig#"
	rumSaml   = "urn:oasis:names:tc:SAML:2.0:assertion"
	rumWst    = "http://docs.oasis-open.org/ws-sx/ws-trust/200512"
	rumWsp    = "http://schemas.xmlsoap.org/ws/2004/09/policy"
	rumAuth   = "http://docs.oasis-open.org/wsfed/authorization/200706"
	rumSbf    = "urn:liberty:sb:2006-08"
	rumHoved  = "http://kombit.dk/xml/schemas/RequestHeader/1/"
	rumEc     = "http://www.w3.org/2001/10/xml-exc-c14n#"

	algC14N      = rumEc
	algEnveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
	algSTR       = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform"
	algRSASHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
	algSHA256    = "http://www.w3.org/2001/04/xmlenc#sha256"

	x509v3   = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3"
	base64B  = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
	samlV2   = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0"
	samlID   = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID"
	hok      = "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"
	anonymus = "http://www.w3.org/2005/08/addressing/anonymous"

	actionIssue  = rumWst + "/RST/Issue"
	actionIssued = rumWst + "/RSTRC/IssueFinal"
	attrCVR      = "dk:gov:saml:attribute:CvrNumberIdentifier"
	attrPriv     = "dk:gov:saml:attribute:Privileges_intermediate"
)

// tidsform is how times stand in messages: UTC with milliseconds.
const tidsform = "2006-01-02T15:04:05.000Z"
