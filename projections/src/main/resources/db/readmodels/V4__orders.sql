create table product (
  sku              text          primary key,
  name             text          not null,
  price            numeric(38,4) not null,
  currency         text          not null,
  on_hand          bigint        not null,
  reserved         bigint        not null,
  version          bigint        not null,
  created_at       timestamptz   not null,
  updated_at       timestamptz   not null,
  offered_position bigint        not null,
  position         bigint        not null
) with (fillfactor = 70);
create unique index product_offered on product (offered_position);

-- What was reserved for orders, and released again: a quantity below zero.
create table stock_movement (
  sku         text        not null,
  version     bigint      not null,
  order_id    text        not null,
  quantity    bigint      not null,
  recorded_at timestamptz not null,
  position    bigint      not null,
  primary key (sku, version)
);
create index stock_movement_order on stock_movement (order_id);

create table customer_order (
  order_id           text          primary key,
  customer_id        text          not null,
  status             text          not null,
  items              jsonb         not null,
  total              numeric(38,4) not null,
  currency           text          not null,
  ship_to            jsonb         not null,
  saga_id            text,
  version            bigint        not null,
  placed_at          timestamptz   not null,
  cancelled_at       timestamptz,
  placed_position    bigint        not null,
  position           bigint        not null
) with (fillfactor = 70);
create unique index customer_order_placed on customer_order (placed_position);
create index customer_order_customer on customer_order (customer_id, placed_position);
create index customer_order_status on customer_order (status, placed_position);

create table payment (
  payment_id     text          primary key,
  payer          text          not null,
  status         text          not null,
  amount         numeric(38,4) not null,
  currency       text          not null,
  reference      text          not null,
  version        bigint        not null,
  taken_at       timestamptz   not null,
  refunded_at    timestamptz,
  taken_position bigint        not null,
  position       bigint        not null
) with (fillfactor = 70);
create unique index payment_taken on payment (taken_position);
create index payment_reference on payment (reference);

-- Points given for purchases, and taken away again: points below zero.
create table points_entry (
  reference   text        not null,
  version     bigint      not null,
  kind        text        not null,
  customer_id text        not null,
  points      bigint      not null,
  recorded_at timestamptz not null,
  position    bigint      not null,
  primary key (reference, version)
);
create index points_entry_customer on points_entry (customer_id, position);

create table shipment (
  shipment_id text        primary key,
  order_id    text        not null,
  items       jsonb       not null,
  ship_to     jsonb       not null,
  created_at  timestamptz not null,
  position    bigint      not null
);
create index shipment_order on shipment (order_id);

create table notification (
  notification_id text        not null,
  version         bigint      not null,
  recipients      jsonb       not null,
  subject         text        not null,
  message         text        not null,
  reference       text        not null,
  sent_at         timestamptz not null,
  position        bigint      not null,
  primary key (notification_id, version)
);
create index notification_reference on notification (reference);
