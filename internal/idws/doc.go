// Package idws is who sends a message, and whether it came as it was sent: OIO IDWS. It signs requests and answers, judges both,
// issues and fetches the SAML tokens between them (WS-Trust and its REST variant), and makes the certificates of a local chain.
//
// It promises that what it accepts was signed in the very nodes it hands on, by the holder of the key that a trusted token service
// named, for this audience, now, and not before. Algorithms are fixed, ids are unique, and everything that steers a message must
// be covered (OIO IDWS SOAP profile 1.1; 05b D). It knows no operation and no rule of the indexes.
package idws
