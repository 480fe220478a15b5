"""Compares two descriptions of a service as zeep sees them: operations, actions, and the whole tree of elements below each."""
import re
import sys
from zeep import Client, xsd
from zeep.xsd.elements.indicators import Choice, Indicator
from zeep.xsd.elements.any import Any


def occurs(e):
    return (e.min_occurs, "n" if e.max_occurs == "unbounded" else e.max_occurs)


def tree(t, seen):
    """A type as nested tuples; inside itself only its name stands."""
    if not isinstance(t, xsd.ComplexType):
        for base in type(t).__mro__:
            if base.__module__.startswith("zeep.xsd.types.builtins"):
                return base.__name__
        return "?"
    name = (t.qname.text if t.qname else "") if hasattr(t, "qname") else ""
    name = re.sub(r"(\d*|Rod)(Type)?$", "", name)  # a type of ours without a name in the official description is named by its element
    if name in seen:
        return ("again", name)
    found = []
    for _, e in t.elements_nested if hasattr(t, "elements_nested") else []:
        found += group(e, seen | {name})
    return (name, tuple(found))


def group(e, seen, choice=False):
    """Elements of a group; those of a choice occur at least no times, however deep in groups of one they stand."""
    if isinstance(e, Indicator):
        found = []
        for child in e:
            found += group(child, seen, choice or isinstance(e, Choice))
        return found
    if isinstance(e, Any):
        return [("any",)]
    low, high = occurs(e)
    return [(e.qname.text, (0 if choice else low, high), tree(e.type, seen))]


def describe(wsdl):
    client = Client(wsdl)
    found = {}
    for service in client.wsdl.services.values():
        for port in service.ports.values():
            for name, op in port.binding._operations.items():
                found[name] = {
                    "action": op.soapaction,
                    "in": (op.input.body.qname.text, tree(op.input.body.type, frozenset())),
                    "out": (op.output.body.qname.text, tree(op.output.body.type, frozenset())),
                }
    return found


def differences(path, a, b, out):
    if a == b or len(out) > 8:
        return
    if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
        for x, y in zip(a, b):
            differences(path + "/" + str(x[0] if isinstance(x, tuple) and x else "")[-40:], x, y, out)
        return
    out.append("%s: official %.300s ours %.300s" % (path, a, b))


official, ours = describe(sys.argv[1]), describe(sys.argv[2])
found = []
wanted = set(sys.argv[3].split(",")) if len(sys.argv) > 3 else set(official)
if set(ours) != wanted:
    found.append("operations: official %s ours %s" % (sorted(wanted), sorted(ours)))
for name in sorted(wanted & set(ours)):
    for part in ("action", "in", "out"):
        differences(name + "." + part, official[name][part], ours[name][part], found)
print("\n".join(found))
sys.exit(1 if found else 0)
