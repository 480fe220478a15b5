// Package xmltree reads the XML of strangers: one strict pass from bytes to a tree that keeps prefixes, namespaces and the
// very characters, and exclusive canonical form (http://www.w3.org/2001/10/xml-exc-c14n#, without comments) of any part of it.
//
// It promises that what it accepts is well-formed XML 1.0 with namespaces in UTF-8, inside limits on size, depth and number,
// and it refuses document types, processing instructions and undeclared prefixes, so there is nothing to expand and nothing to
// fetch. It knows no schema, no message and no signature; those are packages soap and idws.
package xmltree
