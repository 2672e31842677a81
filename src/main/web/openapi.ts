import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { contract } from '../../shared/contract'
import { FaultShape } from '../../shared/contract/fault'
import { Server } from '../../shared/contract/registry'

type Document = Awaited<ReturnType<OpenAPIGenerator['generate']>>

/** The OpenAPI document of the REST door, made from the contract. Paths are below `/api`. */
export async function openApiDocument(version: string): Promise<Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(contract, {
    info: {
      title: 'Rollcall',
      version,
      description:
        'Registry, discovery, connections and health of MCP servers. Every refusal is `{ code, message, detail }`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api' }],
    security: [{ token: [] }],
    commonSchemas: {
      Server: { strategy: 'output', schema: Server },
      Refusal: { strategy: 'output', schema: FaultShape },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'The token printed when Rollcall starts.' },
      },
    },
  })
  for (const path of Object.values(document.paths ?? {}))
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = path?.[method]
      if (operation) complete(operation)
    }
  const health = document.paths?.['/health']?.get
  if (health) health.security = []
  return document
}

type Operation = NonNullable<NonNullable<NonNullable<Document['paths']>[string]>['get']>

/** What the generator cannot know: every operation may refuse, and lists in a query are written `a,b` or repeated. */
function complete(operation: Operation): void {
  operation.responses = { ...operation.responses, default: refusal }
  for (const parameter of operation.parameters ?? []) {
    if ('$ref' in parameter || parameter.in !== 'query') continue
    delete parameter.allowEmptyValue
    delete parameter.allowReserved
    if (parameter.style !== 'deepObject') continue
    parameter.style = 'form'
    parameter.explode = false
  }
}

const refusal = {
  description: 'A refusal: a stable code, a sentence, a detail.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
}
