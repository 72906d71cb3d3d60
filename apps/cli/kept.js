#!/usr/bin/env node
await import('../../dist/bundle/kept.js');
