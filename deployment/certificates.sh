#!/usr/bin/env bash
# Certificates for the nodes, by the vendor's tool. What is there is left alone: to have new ones, remove the old ones
# (docs/operations/eventstoredb-upkeep.md). Each node has a volume of its own, and only this sees the authority's key.
set -euo pipefail

if [ ! -f /authority/ca.crt ]; then
  es-gencert-cli create-ca -days 1825 -out /tmp/authority
  cp /tmp/authority/ca.key /authority/ca.key
  cp /tmp/authority/ca.crt /authority/ca.crt
fi
cp -f /authority/ca.crt /trusted/ca.crt
chmod 444 /trusted/ca.crt

for node in event-store-1 event-store-2 event-store-3; do
  # The certificate comes last: where it is, the key is.
  if [ ! -f "/$node/node.crt" ]; then
    es-gencert-cli create-node -days 365 -ca-certificate /authority/ca.crt -ca-key /authority/ca.key \
      -out "/tmp/$node" -dns-names "$node,localhost" -ip-addresses 127.0.0.1
    for file in node.key node.crt; do
      cp -f "/tmp/$node/$file" "/$node/$file"
      # The server runs as user 1000, and a key is for its owner.
      chmod 400 "/$node/$file"
      chown 1000:1000 "/$node/$file"
    done
  fi
done
