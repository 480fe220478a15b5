// Package organisation is FK Organisation, version 6, on the wire, read only: the tree of units by pages, and units, organisations,
// addresses and companies one by one; as services over the tree the municipality has imported, and as a client for the daily import.
//
// It is not the municipality's tree itself (package organisation one level up), keeps nothing, and changes nothing in FK Organisation.
package organisation
