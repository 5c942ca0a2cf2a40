import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { permissions } from '../../client/auth/permissions.js';
import { operationsOf, type DocumentedOperation, type OpenApi } from './document.js';
import { startStage, type Stage } from './stage.js';

describe('the OpenAPI document', () => {
  let stage: Stage;
  let document: OpenApi;
  let operations: DocumentedOperation[];
  beforeAll(async () => {
    stage = await startStage();
    document = (await stage.call('GET', '/openapi.json', { as: null })).body;
    operations = operationsOf(document);
  });
  afterAll(() => stage.close());

  it('is of version 3.1 and names every operation once', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    expect(operations.length).toBe(Object.keys(permissions).length);
  });

  it('has schemas that are JSON Schema of 2020-12, with every reference in it', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats: { 'date-time': true, date: true, email: true, uri: true, binary: true } });
    ajv.addKeyword({ keyword: 'example' });
    ajv.addKeyword({ keyword: 'components' });
    ajv.addSchema({ $id: 'duly', components: document.components });
    const referred = [...JSON.stringify(document).matchAll(/"\$ref":"#([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(referred.length).toBeGreaterThan(50);
    for (const path of new Set(referred)) expect(() => ajv.compile({ $ref: `duly#${path}` })).not.toThrow();
    for (const schema of schemasOf(operations)) expect(() => ajv.compile(localised(schema))).not.toThrow();
  });

  it('says of each operation what it is for, who may use it, and what comes of it', () => {
    const known = document.tags.map(({ name }) => name);
    for (const { id, operation } of operations) {
      expect(operation.summary).toBeTruthy();
      expect(known).toContain(operation.tags?.[0]);
      expect(operation.security).toEqual(permissions[id as keyof typeof permissions] === 'public' ? [] : [{ key: [] }]);
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
    }
  });

  it('declares every problem as application/problem+json', () => {
    for (const { operation } of operations)
      for (const [status, { content }] of Object.entries(operation.responses)) {
        if (Number(status) < 400) continue;
        expect(content).toEqual({ 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } });
      }
  });

  it('describes the parameters of each path', () => {
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(new Set(described)).toEqual(new Set(named));
    }
  });

  it('takes files as they are', () => {
    const { operation } = operations.find(({ id }) => id === 'importFile')!;
    expect(Object.keys(operation.requestBody?.content ?? {})).toEqual(expect.arrayContaining(['text/csv', 'application/octet-stream']));
  });
});

function schemasOf(operations: readonly DocumentedOperation[]): object[] {
  return operations.flatMap(({ operation }) => [
    ...(operation.parameters ?? []).map((parameter) => (parameter as { schema?: object }).schema ?? {}),
    ...Object.values(operation.requestBody?.content ?? {}).map((media) => (media as { schema?: object }).schema ?? {}),
    ...Object.values(operation.responses).flatMap(({ content }) => Object.values(content ?? {}).map((media) => (media as { schema?: object }).schema ?? {})),
  ]);
}

const localised = (schema: object): object => JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#', '"$ref":"duly#')) as object;
