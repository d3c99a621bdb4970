//! The two shapes of a table: rows, which become values of a struct of the program, and lists, which become constants.
//!
//! Without these macros, a column would have to be named in four places: the struct that reads the row, the text that
//! the build writes, the arguments of that text, and the struct of the program. With them the build names it once, as
//! the program does, and the compiler compares the two.

/// A row: a struct that is read from TOML and written as a value of the program's struct of the same name. Keys behind
/// `besides` are read and not written.
macro_rules! row {
    (
        $(#[$about:meta])*
        $name:ident { $($(#[$how:meta])* $column:ident: $type:ty,)+ }
        $(besides { $($(#[$other_how:meta])* $other:ident: $other_type:ty,)+ })?
    ) => {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        $(#[$about])*
        pub(super) struct $name {
            $($(#[$how])* pub(super) $column: $type,)+
            $($($(#[$other_how])* pub(super) $other: $other_type,)+)?
        }

        impl super::literal::Literal for $name {
            fn literal(&self) -> String {
                let columns = [$(format!("{}: {}", stringify!($column), self.$column.literal())),+];
                format!("{} {{ {} }}", stringify!($name), columns.join(", "))
            }
        }
    };
}

/// A table of lists: a struct that is read from TOML, each key of which becomes a constant, or none behind `besides`.
macro_rules! lists {
    (
        $name:ident {
            $(
                $(#[doc = $about:literal])+
                $(#[serde($how:meta)])?
                $key:ident: $type:ty => $constant:literal;
            )+
        }
        $(besides { $($other:ident: $other_type:ty,)+ })?
    ) => {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            $($(#[serde($how)])? pub(super) $key: $type,)+
            $($(pub(super) $other: $other_type,)+)?
        }

        impl $name {
            /// The constants. Refuses lists that are not in order.
            pub(super) fn code(&self, source: &super::source::Source) -> Result<String, String> {
                use super::literal::Literal as _;
                let mut code = String::new();
                $(
                    self.$key.check(source)?;
                    code.push_str(concat!($("///", $about, "\n",)+ $constant, " = "));
                    code.push_str(&self.$key.literal());
                    code.push_str(";\n");
                )+
                Ok(code)
            }
        }
    };
}

pub(super) use {lists, row};
