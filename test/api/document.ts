/** What an OpenAPI document says, for tests. */
export interface DocumentedOperation {
  id: string;
  method: string;
  path: string;
  operation: {
    responses: Record<string, { content?: Record<string, unknown> }>;
    parameters?: { name: string; in: string; required?: boolean }[];
    security?: unknown[];
    tags?: string[];
    summary?: string;
    requestBody?: { content: Record<string, unknown> };
  };
}

export interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, DocumentedOperation['operation'] & { operationId: string }>>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
  tags: { name: string }[];
}

export function operationsOf({ paths }: OpenApi): DocumentedOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ id: operation.operationId, method: method.toUpperCase(), path, operation })),
  );
}
