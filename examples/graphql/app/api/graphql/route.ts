import { createYoga } from 'graphql-yoga'
import { schema } from '../../../lib/schema'

const { handleRequest } = createYoga({ schema, graphqlEndpoint: '/api/graphql', fetchAPI: { Response } })

const handle = (request: Request, context: object) => handleRequest(request, context)

export { handle as GET, handle as POST, handle as OPTIONS }
