/** A post as the database keeps it. */
export interface Post {
  id: number
  title: string
  body: string | null
  published: boolean
  createdAt: Date
}
export interface PostCreateInput {
  title: string
  body?: string | null
  published?: boolean
}
interface Delegate<Row, Create> {
  findMany(args?: { where?: Partial<Row>; take?: number }): Promise<Row[]>
  findUnique(args: { where: { id: number } }): Promise<Row | null>
  create(args: { data: Create }): Promise<Row>
  update(args: { where: { id: number }; data: Partial<Create> }): Promise<Row>
  delete(args: { where: { id: number } }): Promise<Row>
}
export declare const database: { post: Delegate<Post, PostCreateInput>; $transaction<T>(run: () => Promise<T>): Promise<T> }
