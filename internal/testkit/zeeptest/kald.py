"""Calls operations of the services at a base address with zeep, given nothing but our descriptions. What to call, and what is to come of it, is told
in kald.json."""
import json
import sys
from lxml import etree
from zeep import Client, xsd
from zeep.transports import Transport

base, directory = sys.argv[1], sys.argv[2]
HEADER = {"header": {"TransactionUUID": "3f6f0c1e-0000-4000-8000-000000000001"}}


def local(node):
    return etree.QName(node).localname


def mend(client, node, value):
    """What zeep has read, made into what zeep can write: elements of open rooms named, and empty elements kept."""
    if value is None:
        return {}
    if local(node) == "LokalUdvidelseListe":
        rooms = []
        for child in node:
            element = client.get_element(child.tag)
            rooms.append(xsd.AnyObject(element, mend(client, child, element.parse(child, client.wsdl.types))))
        value["_value_1"] = rooms
        return value
    if not hasattr(value, "__values__"):
        return value
    if isinstance(value.__values__.get("_value_1"), list):  # a choice that may be repeated
        read = [one for v in value["_value_1"] for many in v.values() if many is not None for one in (many if isinstance(many, list) else [many])]
        nodes = [n for n in node if local(n) not in value.__values__]
        value["_value_1"] = [{local(n): [mend(client, n, v)]} for n, v in zip(nodes, read)]
    for child in node:
        name = local(child)
        if name not in value.__values__:
            continue
        same = [n for n in node if local(n) == name]
        if isinstance(value[name], list):
            value[name] = [mend(client, n, v) for n, v in zip(same, value[name])]
        elif len(child) or not (child.text or "").strip():
            value[name] = mend(client, child, value[name])
    return value


def call(service, op, name, header):
    """Lets zeep read a message by the description, write it again, send it, and read the answer."""
    client = Client(base + "/" + service + "?wsdl", transport=Transport(timeout=20))
    tree = etree.parse(directory + "/" + name).getroot()
    element = client.get_element(tree.tag)
    message = mend(client, tree, element.parse(tree, client.wsdl.types))
    fields = {key: message[key] for key in message} if hasattr(message, "__iter__") else {}
    answer = getattr(client.service, op)(_soapheaders=HEADER if header else None, **fields)
    return answer["body"] if header and "body" in answer and answer["body"] is not None else answer


def codes(answer):
    text = str(answer)
    return [int(part.split(",")[0].split("}")[0]) for part in text.split("'StatusKode': ")[1:]]


failed = []
for one in json.load(open(directory + "/kald.json")):
    service, op = one["Tjeneste"], one["Operation"]
    try:
        answer = call(service, op, one["Fil"], one["Hoved"])
    except Exception as error:  # what zeep makes of a fault or of an answer it cannot read
        failed.append("%s %s: %s: %s" % (service, op, type(error).__name__, error))
        continue
    if one["Koder"] is not None and codes(answer) != one["Koder"]:
        failed.append("%s %s: %s" % (service, op, str(answer)[:600]))
    if one["Vil"] not in str(answer):
        failed.append("%s %s: %s is not in the answer: %s" % (service, op, one["Vil"], str(answer)[:900]))
print("\n".join(failed))
sys.exit(1 if failed else 0)
