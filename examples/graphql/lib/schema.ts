import { createSchema } from 'graphql-yoga'

const books = [{ id: '1', title: 'Solaris', author: 'Stanisław Lem' }]

export const schema = createSchema({
  typeDefs: /* GraphQL */ `
    type Book {
      id: ID!
      title: String!
      author: String!
    }
    type Query {
      books: [Book!]!
      book(id: ID!): Book
    }
    type Mutation {
      addBook(title: String!, author: String!): Book!
    }
    type Subscription {
      countdown(from: Int!): Int!
    }
  `,
  resolvers: {
    Query: {
      books: () => books,
      book: (_: unknown, { id }: { id: string }) => books.find((book) => book.id === id),
    },
    Mutation: {
      addBook: (_: unknown, { title, author }: { title: string; author: string }) => {
        const book = { id: String(books.length + 1), title, author }
        books.push(book)
        return book
      },
    },
    Subscription: {
      countdown: {
        subscribe: async function* (_: unknown, { from }: { from: number }) {
          for (let left = from; left >= 0; left -= 1) yield { countdown: left }
        },
      },
    },
  },
})
